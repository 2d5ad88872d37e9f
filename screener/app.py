"""The factory is a table of contents: read it first."""

from flask import Flask

from screener.clock import Clock, SystemClock
from screener.config import Settings
from screener.logs import keep_log_at
from screener.services import reading_ahead
from screener.services.clinic_day import clinic_zone
from screener.services.unit_of_work import Services
from screener.web import (
    accounts,
    analytics,
    appearance,
    asking_again,
    audit,
    background,
    checking,
    clinic_page,
    codebooks,
    cross_checks,
    decisions,
    declining,
    duty,
    example_patients,
    health,
    intake,
    invitations,
    inviting,
    language_choice,
    moving,
    own_account,
    own_copies,
    patients,
    photos,
    second_step,
    self_start,
    sessions,
    set_up,
    sign_in,
    steps,
    submissions,
    summaries,
    tablet,
    triage,
)
from screener.web.access import init_access
from screener.web.clinic import init_clinic
from screener.web.errors import init_errors
from screener.web.house import House
from screener.web.journal import QuietFlask, init_journal
from screener.web.languages import init_languages
from screener.web.moving import init_moving
from screener.web.pages import STATIC, TEMPLATES, init_pages
from screener.web.questionnaires import init_authoring
from screener.web.replies import init_replies
from screener.web.security import init_security
from screener.web.staff import init_staff
from screener.web.staff_words import init_staff_words


def create_app(settings: Settings, *, clock: Clock | None = None, services: Services | None = None) -> Flask:
    """The web application. Connects on first use; the database must have been migrated."""
    app = QuietFlask("screener", template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.extensions["screener"] = House(settings, services or Services(settings), clock or SystemClock())

    keep_log_at(settings.log_level, clinic_zone(settings))
    init_journal(app)
    init_security(app, settings)
    init_replies(app)
    init_access(app)
    init_moving(app)
    init_languages(app)
    init_pages(app)
    init_clinic(app)
    init_errors(app)
    init_staff(app)
    init_staff_words(app)
    init_authoring(app)

    app.register_blueprint(health.blueprint)
    app.register_blueprint(appearance.blueprint)
    app.register_blueprint(language_choice.blueprint)
    app.register_blueprint(invitations.blueprint)
    app.register_blueprint(self_start.blueprint)
    app.register_blueprint(sessions.blueprint)
    app.register_blueprint(intake.blueprint)
    app.register_blueprint(moving.blueprint)
    app.register_blueprint(declining.blueprint)
    app.register_blueprint(own_copies.blueprint)
    app.register_blueprint(steps.blueprint)
    app.register_blueprint(cross_checks.blueprint)
    app.register_blueprint(photos.blueprint)
    app.register_blueprint(sign_in.blueprint)
    app.register_blueprint(tablet.blueprint)
    app.register_blueprint(inviting.blueprint)
    app.register_blueprint(triage.blueprint)
    app.register_blueprint(submissions.blueprint)
    app.register_blueprint(asking_again.blueprint)
    app.register_blueprint(example_patients.blueprint)
    app.register_blueprint(decisions.blueprint)
    app.register_blueprint(patients.blueprint)
    app.register_blueprint(summaries.blueprint)
    app.register_blueprint(checking.blueprint)
    app.register_blueprint(codebooks.blueprint)
    app.register_blueprint(analytics.blueprint)
    app.register_blueprint(second_step.blueprint)
    app.register_blueprint(set_up.blueprint)
    app.register_blueprint(own_account.blueprint)
    app.register_blueprint(accounts.blueprint)
    app.register_blueprint(audit.blueprint)
    app.register_blueprint(background.blueprint)
    app.register_blueprint(duty.blueprint)
    app.register_blueprint(clinic_page.blueprint)
    app.register_blueprint(clinic_page.logos)
    return app


def create_server_app(settings: Settings) -> Flask:
    """The same for a server, which lets nobody in before it has read the questionnaires in use."""
    app = create_app(settings)
    reading_ahead.begin(app.extensions["screener"].services)
    return app
