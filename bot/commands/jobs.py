"""`reportdesk jobs list|show|retry|run|gone`: what is to be ingested, and what could not be."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.commands.options import DEFAULT_DATA, FAILED, AsJson, Config, Data, Opened, print_json
from bot.ingesting import tell_results
from bot.output.as_text import printable
from ingest.desk import Desk
from ingest.job import Outcome, finish_left_over
from store.jobs import Job, JobState

JobNumbers = Annotated[list[int] | None, typer.Argument(metavar="ID")]


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the commands."""
    jobs_cli = typer.Typer(
        help="Show what is to be ingested, and what could not be.", no_args_is_help=True
    )
    cli.add_typer(jobs_cli, name="jobs")
    _add_list(jobs_cli, opened)
    _add_work(jobs_cli, opened)


def _add_list(jobs_cli: typer.Typer, opened: Opened) -> None:
    out = Console(soft_wrap=True, highlight=False)

    @jobs_cli.command("list")
    def list_jobs(
        state: Annotated[JobState | None, typer.Option(help="Only those in this state.")] = None,
        json_lines: AsJson = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """List the files and addresses that were to be ingested; `--state dead` has failed."""
        with opened(config, data) as app:
            for job in app.library.jobs.jobs(state):
                if json_lines:
                    print_json(_as_json(job))
                else:
                    out.print(_line(job), markup=False)

    @jobs_cli.command("show")
    def show_job(
        number: Annotated[int, typer.Argument(metavar="ID")],
        json_lines: AsJson = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Show all that is known of a job."""
        with opened(config, data) as app:
            job = app.library.jobs.job(number)
            if json_lines:
                print_json(_as_json(job))
                return
            for name, value in _as_json(job).items():
                shown = ", ".join(f"{k} {v}" for k, v in value.items()) if name == "said" else value
                out.print(printable(f"{name:<12} {'' if shown is None else shown}"), markup=False)

    @jobs_cli.command("gone")
    def gone(json_lines: AsJson = False, config: Config = None, data: Data = DEFAULT_DATA) -> None:
        """List the reports whose file or page is no longer where it came from."""
        with opened(config, data) as app:
            for one in app.library.sources.gone():
                told = {"report_id": one.report_id, "path": one.address, "source": one.source}
                told["since"] = _time(one.since) or ""
                if json_lines:
                    print_json(told)
                else:
                    out.print(printable("  ".join(told.values())), markup=False)


def _add_work(jobs_cli: typer.Typer, opened: Opened) -> None:
    out = Console(soft_wrap=True, highlight=False)
    err = Console(stderr=True, soft_wrap=True, highlight=False)

    @jobs_cli.command("retry")
    def retry(
        numbers: JobNumbers = None,
        every: Annotated[bool, typer.Option("--all", help="All that failed.")] = False,
        json_lines: AsJson = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Try failed jobs again now, with what was said of them then."""
        if bool(numbers) == every:
            raise typer.BadParameter("give the numbers of jobs or --all, one of the two")
        with opened(config, data) as app:
            jobs, desk = app.library.jobs, app.library.desk()
            failed = [*jobs.jobs(JobState.DEAD), *jobs.jobs(JobState.RETRY)]
            chosen = failed if every else [jobs.job(number) for number in numbers or []]
            told = {"jobs": [job.id for job in chosen], "paths": [job.address for job in chosen]}
            app.library.audit.record("jobs retried", told)
            jobs.reopen(chosen)
            _finish(desk, out, err, json_lines=json_lines)

    @jobs_cli.command("run")
    def run(json_lines: AsJson = False, config: Config = None, data: Data = DEFAULT_DATA) -> None:
        """Finish what an earlier run left, and what is due to be tried again."""
        with opened(config, data) as app:
            _finish(app.library.desk(), out, err, json_lines=json_lines)


def _finish(desk: Desk, out: Console, err: Console, *, json_lines: bool) -> None:
    addresses = desk.jobs.addresses_left_over()
    results = tell_results(finish_left_over(desk), addresses, (out, err), json_lines=json_lines)
    if any(result.outcome is Outcome.FAILED for result in results):
        raise typer.Exit(FAILED)


def _line(job: Job) -> str:
    why = f": {job.reason}" if job.reason else ""
    return printable(f"{job.id:>6}  {job.state:<8} {job.address}{why}")


def _as_json(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "path": job.address,
        "state": job.state.value,
        "attempts": job.attempts,
        "outcome": job.outcome,
        "reason": job.reason,
        "report_id": job.report_id,
        "said": job.said,
        "created_at": _time(job.created_at),
        "next_at": _time(job.next_at) if job.state is JobState.RETRY else None,
        "finished_at": _time(job.finished_at),
    }


def _time(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
