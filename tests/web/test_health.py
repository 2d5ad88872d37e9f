"""For machines: alive, and ready."""

from screener.services import revisions
from screener.services.unit_of_work import Services
from tests.web.clinics import Browser, Clinic, make_settings


class TestHealth:
    def test_is_alive_whatever_the_database_does(self, visitor: Browser) -> None:
        assert visitor.client.get("/healthz").status_code == 200

    def test_is_ready_when_the_tables_are_there(self, clinic: Clinic, visitor: Browser) -> None:
        assert visitor.client.get("/readyz").status_code == 200

    def test_is_ready_once_the_questionnaires_in_use_were_read(self, clinic: Clinic, visitor: Browser) -> None:
        assert visitor.client.get("/readyz").status_code == 200
        with clinic.services.reading() as work:
            assert work.library.find(revisions.current(work, clinic.slug).sha256)

    def test_is_not_ready_when_they_are_not(self, clinic: Clinic, tmp_path: object) -> None:
        from screener.app import create_app

        settings = make_settings(f"sqlite:///{tmp_path}/empty.db")
        with Services(settings) as services:
            app = create_app(settings, services=services)
            assert app.test_client().get("/readyz").status_code == 503
