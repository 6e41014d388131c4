"""The MFA report of the service, and the error of a token without MFA."""

from typing import Any

import pytest

from partner_center import MfaRequiredError
from partner_center.auth import AccessTokenCredential
from partner_center.emulator import Emulator, MfaReport, Response
from partner_center.events import warn_of_missing_mfa

from ...conftest import Caller


def first_page(caller: Caller, emulator: Emulator, *, mfa: bool, **settings: Any) -> Any:
    credential = AccessTokenCredential(token=emulator.issue_token(mfa=mfa))
    return caller.first_page(lambda offers: offers.by_country("FR"), credential=credential, **settings)


@pytest.mark.parametrize("report", list(MfaReport))
@pytest.mark.parametrize("mfa", [True, False])
def test_a_page_has_the_mfa_report_with_validate_mfa(
    caller: Caller, emulator: Emulator, report: MfaReport, mfa: bool
) -> None:
    emulator.behavior.mfa_required = False
    emulator.behavior.mfa_report = report
    page = first_page(caller, emulator, mfa=mfa, validate_mfa=True)
    assert page.mfa_compliant is mfa
    assert emulator.requests[-1].headers["ValidateMfa"] == "true"


def test_the_header_takes_precedence_over_the_body(caller: Caller, emulator: Emulator) -> None:
    emulator.behavior.intercept = lambda request: (
        Response(200, {"isMfaCompliant": "false"}, b'{"items":[],"isMfaCompliant":true}')
        if request.side == "api"
        else None
    )
    assert first_page(caller, emulator, mfa=True).mfa_compliant is False


def test_a_page_has_no_mfa_report_by_default(caller: Caller, emulator: Emulator) -> None:
    page = first_page(caller, emulator, mfa=True)
    assert page.mfa_compliant is None
    assert "ValidateMfa" not in emulator.requests[-1].headers


def test_a_token_without_mfa_logs_one_warning_with_the_date(
    caller: Caller, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    warn_of_missing_mfa.cache_clear()
    emulator.behavior.mfa_required = False
    first_page(caller, emulator, mfa=True, validate_mfa=True)
    assert caplog.records == []
    for _ in range(3):
        first_page(caller, emulator, mfa=False, validate_mfa=True)
    (record,) = (record for record in caplog.records if record.name == "partner_center")
    assert record.levelname == "WARNING"
    assert "1 April 2026" in record.message


def test_a_token_without_mfa_is_not_retried(caller: Caller, emulator: Emulator) -> None:
    with pytest.raises(MfaRequiredError) as caught:
        first_page(caller, emulator, mfa=False)
    assert caught.value.code == "900421"
    assert "sign in again" in str(caught.value.hint)
    assert len(emulator.requests) == 1


def test_a_token_for_the_old_audience_is_not_retried(caller: Caller, emulator: Emulator) -> None:
    credential = AccessTokenCredential(token=emulator.issue_token(claims={"aud": "https://graph.windows.net"}))
    with pytest.raises(Exception, match="900420") as caught:
        caller.first_page(lambda offers: offers.by_country("FR"), credential=credential)
    assert "https://api.partnercenter.microsoft.com/.default" in str(caught.value)
    assert len(emulator.requests) == 1
