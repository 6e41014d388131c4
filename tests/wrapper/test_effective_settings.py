"""The effective settings of a client, from arguments or from the environment."""

import pytest

from partner_center import AsyncPartnerCenter, Cloud, PartnerCenter
from partner_center.auth import AccessTokenCredential

CREDENTIAL = AccessTokenCredential(token="made-up")


@pytest.mark.parametrize("kind", [PartnerCenter, AsyncPartnerCenter])
def test_the_defaults_are_those_of_the_global_cloud(kind: type[PartnerCenter] | type[AsyncPartnerCenter]) -> None:
    client = kind(CREDENTIAL)
    assert (client.cloud, client.base_url, client.locale) == (Cloud.GLOBAL, Cloud.GLOBAL.base_url, "en-US")


@pytest.mark.parametrize("kind", [PartnerCenter, AsyncPartnerCenter])
def test_arguments_take_precedence_over_the_environment(
    kind: type[PartnerCenter] | type[AsyncPartnerCenter], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTNER_CENTER_CLOUD", "china")
    monkeypatch.setenv("PARTNER_CENTER_LOCALE", "de-DE")
    client = kind.from_env(credential=CREDENTIAL, base_url="https://api.example/v2/", locale="fr-FR")
    assert (client.cloud, client.base_url, client.locale) == (Cloud.CHINA, "https://api.example/v2", "fr-FR")
