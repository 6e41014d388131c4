"""Reads of the data source, in two executor processes of a real Spark, against the emulator."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pyspark", reason="PySpark is installed by make test-spark, which needs Java")

from pyspark.errors import AnalysisException, PythonException
from pyspark.sql import DataFrame, SparkSession

from partner_center import PartnerCenter
from partner_center.arrow import KEYED_SCHEMA
from partner_center.emulator import Emulator
from partner_center.spark import OffersDataSource
from partner_center.spark.options import ReadOptions

EXECUTORS = 2
FORMAT = "partner_center_offers"


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


@pytest.fixture(scope="module")
def event_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("events")


@pytest.fixture(scope="module")
def spark(emulator: Emulator, event_log: Path) -> Iterator[SparkSession]:
    """A cluster of two executors with a core each, which have the settings of the emulator but no secret."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local-cluster[{EXECUTORS},1,512]")
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.executor.memory": "512m",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": event_log.as_uri(),
    }
    for name, value in emulator.environment().items():
        if "SECRET" not in name:
            settings[f"spark.executorEnv.{name}"] = value
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.dataSource.register(OffersDataSource)
    yield session
    session.stop()


@pytest.fixture
def read(spark: SparkSession, emulator: Emulator) -> "Read":
    return Read(spark, emulator.environment()["PARTNER_CENTER_CLIENT_SECRET"])


class Read:
    """Reads with the secret of the emulator, which is an option."""

    def __init__(self, spark: SparkSession, secret: str) -> None:
        self._spark = spark
        self.secret = secret

    def __call__(self, **options: str) -> DataFrame:
        reader = self._spark.read.format(FORMAT).option("client_secret", self.secret)
        return reader.options(**options).load()


def test_a_read_has_the_rows_of_arrow_and_signs_in_once_in_each_executor(
    read: Read, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    countries = ["US", "DE", "FR", "JP"]
    emulator.requests.clear()
    frame = read(countries=",".join(countries))
    assert frame.columns == KEYED_SCHEMA.names
    assert frame.rdd.getNumPartitions() == len(countries)
    rows = {(row.key, row.id): row.asDict(recursive=True) for row in frame.collect()}
    assert sum("/oauth2/" in request.path for request in emulator.requests) == EXECUTORS
    for name, value in emulator.environment().items():
        monkeypatch.setenv(name, value)
    with PartnerCenter.from_env() as partner:
        expected = partner.offers.by_countries(countries).to_arrow().read_all().to_pylist()
    assert rows == {(row["key"], row["id"]): row for row in expected}


def test_a_key_that_cannot_be_read_fails_the_job(read: Read) -> None:
    with pytest.raises(PythonException, match=r"country=QQ returned 400 .*800070") as raised:
        read(countries="US,QQ").collect()
    assert read.secret not in str(raised.value)


def test_failures_can_be_collected(read: Read) -> None:
    frame = read(countries="US,QQ", mode="collect")
    failed = frame.where("failure IS NOT NULL").collect()
    assert [(row.key, row.id) for row in failed] == [("QQ", None)]
    assert "returned 400" in failed[0].failure
    assert frame.where("failure IS NULL AND key = 'US'").count() > 0


def test_a_task_reads_a_hundred_customers(read: Read, emulator: Emulator, tmp_path: Path) -> None:
    customers = [f"8f2b7a52-9d0c-4b7e-9a53-0d4c5a1f{number:04x}" for number in range(101)]
    file = tmp_path / "customers.txt"
    file.write_text("\n".join(customers))
    frame = read(customers=str(file), mode="collect").select("key")
    assert frame.rdd.getNumPartitions() == 2
    assert {row.key for row in frame.distinct().collect()} == set(customers)


def test_the_secret_is_not_in_the_plan_and_not_in_the_event_log(read: Read, event_log: Path) -> None:
    frame = read(countries="US")
    frame.collect()
    explain = frame._jdf.queryExecution().toString()  # noqa: SLF001 - explain() prints it
    assert FORMAT in explain
    assert read.secret not in explain
    logs = [file for file in event_log.rglob("*") if file.is_file()]
    assert logs
    assert all(read.secret not in file.read_text(errors="replace") for file in logs)


def test_an_invalid_option_fails_before_the_job(read: Read) -> None:
    with pytest.raises(AnalysisException, match="mode must be one of failfast, collect, got 'lax'"):
        read(countries="US", mode="lax").collect()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "either countries or customers"),
        ({"countries": "US", "customers": "x"}, "either countries or customers"),
        ({"countries": "US", "contry": "DE"}, "options must be among countries, .* got contry"),
        ({"countries": "US", "page_size": "x"}, "page_size must be a number, got 'x'"),
    ],
)
def test_options_are_checked(options: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ReadOptions.parse(options)


def test_a_secret_in_the_options_is_used_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNER_CENTER_CERTIFICATE_PATH", "of-the-process")
    monkeypatch.setenv("PARTNER_CENTER_TENANT_ID", "of-the-process")
    options = ReadOptions.parse({"countries": "all", "Client_Secret": "of-the-options"})
    variables = options.environment()
    assert variables["PARTNER_CENTER_CLIENT_SECRET"] == "of-the-options"
    assert variables["PARTNER_CENTER_TENANT_ID"] == "of-the-process"
    assert "PARTNER_CENTER_CERTIFICATE_PATH" not in variables
    assert "of-the-options" not in repr(options)
    assert len(options.keys) > 200
