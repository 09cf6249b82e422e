"""Guards that must not go unnoticed: each is taken out in turn, and the tests named beside it must fail.

`python tests/mutants.py` tries all of them, `python tests/mutants.py csrf places` those two. A feature adds
its rows to GUARDS; a guard whose text is no longer in its file fails, so that the table stays true.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = (
    "app.py",
    "learnhub",
    "templates",
    "migrations",
    "seed",
    "tests",
    "pyproject.toml",
    "docs",
    "README.md",
)
KILLED, SURVIVED = 1, 0  # what pytest answers when a test failed, and when all passed


@dataclass(frozen=True)
class Guard:
    """`source` stands once in `file`; with `instead` in its place one of `tests` must fail."""

    name: str
    file: str
    source: str
    instead: str
    tests: tuple[str, ...]
    quick: bool = False  # also tried in every run of the suite


GUARDS = (
    Guard(
        "a flag is the person’s a day before it is anybody’s",
        "learnhub/cohorts/flags.py",
        "    return shown_at(row) <= now",
        "    return True",
        ("tests/cohorts/test_flags.py::test_a_flag_is_the_persons_first_and_what_came_after_is_kept",),
    ),
    Guard(
        "more time that somebody relies on is not taken back",
        "learnhub/cohorts/extensions.py",
        "        require(may_take_back(each, standing, cohort, now))\n",
        "        pass\n",
        (
            "tests/cohorts/test_facilitating.py"
            "::test_more_time_given_by_mistake_is_taken_back_as_long_as_nobody_relies_on_it",
        ),
    ),
    Guard(
        "no list of what is overdue names whom its reader manages",
        "learnhub/cohorts/escalating.py",
        "        if id_ in open_ and person.id not in managed",
        "        if id_ in open_",
        (
            "tests/cohorts/test_support.py"
            "::test_the_pod_hears_after_two_days_and_facilitators_after_four_but_never_a_manager",
        ),
    ),
    Guard(
        "a report of bounces is taken once",
        "learnhub/notifications/sending/bounces.py",
        'index_elements=["digest"])):\n        return 0\n',
        'index_elements=["digest"])):\n        pass\n',
        (
            "tests/notifications/test_bounces.py::test_a_signed_report_of_now_marks_an_address_once_and_its_owner_confirms_it",
        ),
    ),
    Guard(
        "chat is written to by TLS alone",
        "learnhub/notifications/sending/channels/chat.py",
        '    if not url.startswith("https://"):\n',
        "    if False:\n",
        (
            "tests/notifications/test_chat.py::test_no_host_of_the_house_is_written_to_and_nothing_in_the_clear",
        ),
    ),
    Guard(
        "a token follows no redirect",
        "learnhub/core/fetch.py",
        "        if ask.stays:\n",
        "        if ask.body:\n",
        ("tests/core/test_fetch.py::test_what_says_who_asks_goes_to_one_place",),
    ),
    Guard(
        "only who chose it is told in chat",
        "learnhub/notifications/policies.py",
        "message.chat is not Frequency.NOW:\n",
        "message.chat is Frequency.NEVER:\n",
        (
            "tests/notifications/test_chat.py::test_who_chose_it_is_told_in_slack_once_and_who_is_unknown_there_is_said",
        ),
    ),
    Guard(
        "who decides about a demo sees it",
        "learnhub/demos/follow_ups.py",
        "said.owner.id != row.owner_id and not card_queries.visible(said.owner, [seen.demo.id])",
        "False",
        ("tests/demos/test_follow_ups.py::test_who_may_say_it_and_what_has_to_be_said",),
    ),
    Guard(
        "no partner who became a manager reads a week",
        "learnhub/commitments/queries.py",
        " and not _manages(person_id, Commitment.id == commitment_id)",
        "",
        (
            "tests/commitments/test_commitments.py"
            "::test_no_manager_is_a_partner_and_who_declines_knows_of_it_no_more",
        ),
    ),
    Guard(
        "a turn lasts until the work is saved",
        "learnhub/core/db.py",
        '    try:\n        connection.exec_driver_sql("COMMIT")\n',
        '    _end_turn(connection)\n    try:\n        connection.exec_driver_sql("COMMIT")\n',
        ("tests/core/test_turns.py::test_a_turn_lasts_until_the_work_is_saved",),
    ),
    Guard(
        "no mail comes in quiet hours",
        "learnhub/notifications/planning/times.py",
        "        if self.is_quiet(moment):\n            return False\n",
        "",
        (
            "tests/notifications/test_quiet.py::test_mail_waits_for_the_end_of_quiet_hours_of_oneself_and_of_a_unit",
        ),
    ),
    Guard(
        "focus blocks of a calendar hold once they are confirmed",
        "learnhub/people/quiet.py",
        "FocusFeed.confirmed_at.is_not(None), ",
        "",
        ("tests/notifications/test_focus.py::test_mail_waits_for_the_end_of_a_block_once_it_is_confirmed",),
    ),
    Guard(
        "a snoozed message is back before it is due",
        "learnhub/notifications/policies.py",
        "    return min(at, last) if last > now else None\n",
        "    return at\n",
        ("tests/notifications/test_inbox.py::test_what_is_snoozed_is_back_in_time",),
    ),
    Guard(
        "a rule tells of no moment from before it was made",
        "learnhub/notifications/planning/reminders.py",
        "        since = max(settled, occasion.since or settled)\n",
        "        since = settled\n",
        ("tests/notifications/test_rules.py::test_what_is_planned_follows_the_rules_and_nothing_goes_twice",),
    ),
    Guard(
        "no manager is a partner",
        "learnhub/commitments/policies.py",
        '    if is_manager:\n        return no("They are one of your managers',
        '    if False:\n        return no("They are one of your managers',
        (
            "tests/commitments/test_commitments.py"
            "::test_no_manager_is_a_partner_and_who_declines_knows_of_it_no_more",
        ),
    ),
    Guard(
        "nobody confirms the value of their own demo’s goal but its owner",
        "learnhub/demos/follow_up_policies.py",
        "    return YES if owns_goal else no(",
        "    return YES if True else no(",
        (
            "tests/demos/test_follow_ups.py"
            "::test_value_counts_once_the_owner_of_a_goal_outside_the_team_confirms_it",
        ),
    ),
    Guard(
        "a person is erased after their name was typed",
        "learnhub/mine/erasing.py",
        "    if typed.strip().casefold() != person.name.strip().casefold():\n",
        "    if False:\n",
        ("tests/mine/test_erasing.py::test_an_erasure_takes_two_steps_and_leaves_counts_without_a_name",),
    ),
    Guard(
        "who manages who asks reads nothing of it",
        "learnhub/help/policies.py",
        "    if is_manager or not (is_asked or is_host or is_mate):\n",
        "    if not (is_asked or is_host or is_mate):\n",
        ("tests/help/test_help.py::test_nobody_who_manages_who_asks_reads_it",),
    ),
    Guard(
        "who is stuck is not sent to those who manage them",
        "learnhub/help/routing.py",
        "    there = _there(ids - over, now)\n",
        "    there = _there(ids, now)\n",
        ("tests/help/test_help.py::test_three_who_can_help_and_are_there_are_asked",),
    ),
    Guard(
        "a check-in is hidden from who manages its writer",
        "learnhub/cohorts/policies.py",
        "    if manages:\n",
        "    if False:\n",
        (
            "tests/cohorts/test_pods.py"
            "::test_what_one_says_is_read_by_the_facilitators_and_by_the_pod_that_one_agreed_to",
        ),
    ),
    Guard(
        "a pod holds nobody with a manager",
        "learnhub/cohorts/pods.py",
        "    if apart := management.pairs_among(chosen):\n",
        "    if apart := set[frozenset[int]]():\n",
        ("tests/cohorts/test_pods.py::test_a_pod_has_two_or_three_of_whom_none_manages_another",),
    ),
    Guard(
        "nobody is moved into a pod with a manager",
        "learnhub/cohorts/pod_moves.py",
        "        if len(ids) < MOST and pods.may_meet(person.id, ids, apart):\n",
        "        if len(ids) < MOST:\n",
        (
            "tests/cohorts/test_pod_moves.py"
            "::test_nobody_is_moved_to_a_manager_a_full_pod_or_by_whom_it_is_not",
        ),
    ),
    Guard(
        "a password is asked for again an hour after a link",
        "learnhub/people/policies.py",
        "    if by_hand and now < since + CHOOSES_WITHIN:\n",
        "    if by_hand:\n",
        ("tests/admin/test_first_day.py::test_without_mail_nobody_is_locked_out",),
    ),
    Guard(
        "no sign-in link is shown where mail brings it",
        "learnhub/people/policies.py",
        '        return no("Sign-in links go by mail',
        '        return YES or no("Sign-in links go by mail',
        ("tests/admin/test_first_day.py::test_where_mail_goes_no_invitation_is_shown",),
    ),
    Guard(
        "who joins where no mail can go chooses a password",
        "learnhub/people/signin_forms.py",
        "        self.password.validators = [asked, *self.password.validators]\n",
        "",
        ("tests/admin/test_first_day.py::test_without_mail_nobody_is_locked_out",),
    ),
    Guard(
        "what others saved of an import stays",
        "learnhub/library/taking_back.py",
        "        exists().where(Standing.resource_id == Resource.id),\n",
        "",
        ("tests/library/test_importing.py::test_what_has_been_worked_on_since_stays_and_the_page_says_so",),
    ),
    Guard(
        "not everybody chooses what comes in from feeds",
        "learnhub/library/policies.py",
        '    return YES if is_lead or is_admin else no("Program leads and admins choose',
        '    return YES if True else no("Program leads and admins choose',
        ("tests/library/test_following.py::test_a_keeper_accepts_or_drops_once_and_others_may_not",),
    ),
    Guard(
        "a feed holds what its owner may see",
        "learnhub/calendars/queries.py",
        ".where(visible_to(person), Program.published_at.is_not(None))",
        ".where(Program.published_at.is_not(None))",
        (
            "tests/calendars/test_feeds.py"
            "::test_a_program_has_a_feed_of_its_own_and_a_guest_one_of_what_they_may_know",
            "tests/calendars/test_feeds.py::test_a_series_is_a_list_of_programs_of_which_a_feed_shows_what_one_may_see",
        ),
    ),
    Guard(
        "no row tells whose feedback it is",
        "learnhub/talks/feedback.py",
        "        CHANCE.shuffle(rows)\n",
        "",
        ("tests/talks/test_feedback.py::test_no_row_tells_whose_feedback_it_is",),
    ),
    Guard(
        "no CANCEL overtakes its REQUEST",
        "learnhub/notifications/policies.py",
        "    if message.calendar.waits:\n",
        "    if False:\n",
        ("tests/notifications/test_invitations.py::test_a_cancel_waits_for_a_request_that_is_on_its_way",),
    ),
    Guard(
        "a part is taken by as many as are wanted",
        "learnhub/programs/policies.py",
        'return YES if free > 0 else no("Others have taken it.")',
        "return YES",
        (
            "tests/programs/test_parts.py::test_a_part_moves_with_its_program_and_its_last_place_is_one_persons",
        ),
    ),
    Guard(
        "what is for the hosts alone",
        "learnhub/programs/answers.py",
        " if standing.is_host or not field.sensitive",
        "",
        (
            "tests/programs/test_looking.py::test_an_admin_opens_who_signed_up_for_an_hour_and_the_hosts_see_it",
        ),
    ),
    Guard(
        "an ended feed stays shut",
        "learnhub/people/feed_tokens.py",
        "        .where(FeedToken.ended_at.is_(None), Person.left_at.is_(None))\n    )\n    found",
        "    )\n    found",
        (
            "tests/people/test_feed_tokens.py"
            "::test_a_feed_is_open_to_its_secret_alone_until_it_is_ended_or_its_person_leaves",
        ),
    ),
    Guard(
        "an invitation is shown only where no mail can bring it",
        "learnhub/people/policies.py",
        '    if mail:\n        return no("Invitations',
        '    if False:\n        return no("Invitations',
        ("tests/admin/test_first_day.py::test_where_mail_goes_no_invitation_is_shown",),
    ),
    Guard(
        "who may not read about a thing is not named",
        "learnhub/discussions/mentions.py",
        "            subjects.readers(ref),\n",
        "",
        (
            "tests/discussions/test_threads.py"
            "::test_a_named_person_hears_that_and_nothing_else_unless_they_may_not_read",
        ),
    ),
    Guard(
        "a muted thread is silent",
        "learnhub/discussions/queries.py",
        ", ~muted.exists())",
        ")",
        ("tests/discussions/test_threads.py::test_mute_holds_whatever_happens",),
    ),
    Guard(
        "a question without a name keeps none",
        "learnhub/discussions/questions.py",
        "None if unnamed else actor.id",
        "actor.id",
        ("tests/discussions/test_questions.py::test_without_a_name_nothing_is_kept_of_who_asked",),
    ),
    Guard(
        "one person asks ten questions",
        "learnhub/discussions/questions.py",
        "        where=Asking.asked < ASKED_AT_MOST,\n",
        "",
        ("tests/discussions/test_questions.py::test_one_person_asks_ten_with_and_without_a_name",),
    ),
    Guard(
        "what is hidden is for who leads",
        "learnhub/discussions/question_queries.py",
        "    return each.state in SEEN or leads\n",
        "    return True\n",
        ("tests/discussions/test_questions.py::test_who_leads_hides_and_who_asked_takes_back",),
    ),
    Guard(
        "no goal serves itself",
        "learnhub/goals/policies.py",
        "    if serves_itself:\n",
        "    if False:\n",
        ("tests/goals/test_alignment.py::test_no_goal_serves_itself_however_far_round",),
    ),
    Guard(
        "a goal that has not begun counts nowhere",
        "learnhub/goals/alignment.py",
        " if branch.has_begun",
        "",
        ("tests/goals/test_alignment.py::test_whatever_has_not_begun_changes_no_roll_up",),
    ),
    Guard(
        "no two numbers of a skill tell of fewer",
        "learnhub/people/skills.py",
        " and (last is None or last == count or last - count >= least)",
        "",
        ("tests/people/test_skills.py::test_no_two_numbers_tell_of_fewer_than_five",),
    ),
    Guard(
        "who ties may change one of the two",
        "learnhub/goals/policies.py",
        "    if not (may_edit_the_other or may_edit_the_goal):\n",
        "    if False:\n",
        ("tests/goals/test_ties.py::test_whoever_may_change_neither_is_refused",),
    ),
    Guard(
        "what always comes",
        "learnhub/notifications/services.py",
        "    require(policies.may_switch_off(KINDS[kind]))\n",
        "",
        (
            "tests/notifications/test_switching_off.py"
            "::test_what_always_comes_says_why_and_cannot_be_switched_off",
        ),
    ),
    Guard(
        "csrf",
        "learnhub/web/transaction.py",
        "            csrf.protect()",
        "            pass",
        ("tests/web/test_transaction.py::test_a_write_without_its_token_is_refused",),
        quick=True,
    ),
    Guard(
        "a failed restore is undone",
        "learnhub/core/postgres_backup.py",
        '"--quiet", "--single-transaction", ',
        '"--quiet", ',
        (
            "tests/core/test_postgres_backup.py"
            "::test_a_restore_that_fails_at_its_last_statement_leaves_what_was_there",
        ),
    ),
    Guard(
        "a failed write is undone",
        "learnhub/web/transaction.py",
        "settle(save=WRITING.get() and response.status_code < 400)",
        "settle(save=WRITING.get())",
        ("tests/web/test_transaction.py::test_a_request_keeps_its_changes_if_it_writes_and_succeeds",),
    ),
    Guard(
        "a get writes nothing",
        "learnhub/web/transaction.py",
        "settle(save=WRITING.get() and response.status_code < 400)",
        "settle(save=response.status_code < 400)",
        ("tests/web/test_transaction.py::test_a_request_keeps_its_changes_if_it_writes_and_succeeds",),
    ),
    Guard(
        "refusals are kept",
        "learnhub/core/transaction.py",
        "        session.add_all(kept)\n",
        "",
        ("tests/web/test_transaction.py::test_a_refusal_leaves_nothing_but_what_was_to_be_kept",),
    ),
    Guard(
        "one transaction at a time",
        "learnhub/core/transaction.py",
        "if db.session().in_transaction():",
        "if False:",
        ("tests/web/test_transaction.py::test_a_transaction_inside_another_is_refused",),
    ),
    Guard(
        "a guest sees no photo",
        "learnhub/people/photos.py",
        "reader.kind is not Kind.GUEST or ",
        "",
        ("tests/people/test_photos.py::test_who_sees_a_photo",),
    ),
    Guard(
        "places",
        "learnhub/programs/places.py",
        "(crowd.taken < capacity and not crowd.waiting)",
        "(crowd.taken <= capacity and not crowd.waiting)",
        ("tests/programs/test_places.py::test_whoever_finds_no_place_waits_in_the_order_of_arrival",),
        quick=True,
    ),
    Guard(
        "a second sign-up",
        "learnhub/programs/places.py",
        "    if mine is not None and mine.state in SIGNED_UP:\n        return mine\n    require(",
        "    require(",
        ("tests/programs/test_places.py::test_signing_up_twice_is_one_sign_up",),
    ),
    Guard(
        "the end of the line",
        "learnhub/programs/places.py",
        "known.line, known.signed_up_at = line, now",
        "known.signed_up_at = now",
        ("tests/programs/test_places.py::test_signing_up_again_after_withdrawing_goes_to_the_end",),
    ),
    Guard(
        "the moment of the sign-up stays in the other line",
        "learnhub/programs/places.py",
        "waited = state is SignUpState.WAITING",
        "waited = False",
        (
            "tests/talks/test_services.py::test_who_waits_here_and_then_there_keeps_the_moment_of_their_sign_up",
        ),
    ),
    Guard(
        "no promotion into what is over",
        "learnhub/programs/promotions.py",
        "return program.state is ProgramState.PUBLISHED and clock.now() < program.ends_at",
        "return True",
        ("tests/programs/test_places.py::test_nobody_is_promoted_into_what_is_over",),
    ),
    Guard(
        "a link works once",
        "learnhub/people/identities.py",
        "            OneTimeLink.used_at.is_(None),\n",
        "",
        ("tests/people/test_signing_in.py::test_a_link_signs_in_once_and_leads_on",),
    ),
    Guard(
        "a link ends",
        "learnhub/people/identities.py",
        "            OneTimeLink.expires_at > clock.now(),\n",
        "",
        ("tests/people/test_signing_in.py::test_a_link_ends_after_ten_minutes",),
    ),
    Guard(
        "a link opens its own door",
        "learnhub/people/identities.py",
        "            OneTimeLink.kind == kind,\n",
        "",
        ("tests/people/test_signing_in.py::test_a_link_kind_opens_only_its_own_door",),
    ),
    Guard(
        "ended logins are strangers",
        "learnhub/people/session.py",
        ", Login.ended_at.is_(None), Login.expires_at > now)",
        ", Login.expires_at > now)",
        ("tests/people/test_signing_in.py",),
    ),
    Guard(
        "next stays here",
        "learnhub/web/next_url.py",
        '        or url.startswith("//")\n',
        "",
        ("tests/people/test_signing_in.py::test_next_stays_on_this_host",),
    ),
    Guard(
        "small groups",
        "learnhub/dashboards/privacy.py",
        "few = any(is_few(count, least) for count in (*cell.sides, *cell.apart, *cell.left))",
        "few = False",
        ("tests/dashboards/test_privacy.py",),
        quick=True,
    ),
    Guard(
        "a dashboard by mail to who leads the unit",
        "learnhub/notifications/sending/needs.py",
        "    return about in refs.cards(",
        "    return True or about in refs.cards(",
        ("tests/notifications/test_dashboards.py",),
    ),
    Guard(
        "a second admin loosens privacy",
        "learnhub/mine/privacy_profiles.py",
        "    if actor.id == proposal.by_id:",
        "    if False and actor.id == proposal.by_id:",
        ("tests/mine/test_retention.py",),
    ),
    Guard(
        "no account made for it loosens privacy",
        "learnhub/mine/privacy_profiles.py",
        "    if mine.isdisjoint(theirs):",
        "    if actor.id not in theirs:",
        ("tests/mine/test_retention.py",),
    ),
    Guard(
        "neither none nor all of what is private",
        "learnhub/dashboards/privacy.py",
        "told_of_each = cell.private and (not all(cell.sides[:2]) or _leaves_one_side(cell))",
        "told_of_each = False",
        ("tests/dashboards/test_privacy.py",),
    ),
    Guard(
        "no period tells that none or all did in another",
        "learnhub/dashboards/privacy.py",
        "(not all(cell.sides[:2]) or _leaves_one_side(cell))",
        "(not all(cell.sides[:2]))",
        ("tests/dashboards/test_private_attack.py",),
    ),
    Guard(
        "who watches a number reads one a week",
        "learnhub/dashboards/upkeep.py",
        "    holds = found.least == least and _holds(",
        "    holds = False and _holds(",
        ("tests/dashboards/test_attack.py",),
    ),
    Guard(
        "the sum gives nothing away",
        "learnhub/dashboards/privacy.py",
        "    while rest and not _is_wide",
        "    while False and not _is_wide",
        ("tests/dashboards/test_privacy.py",),
    ),
    Guard(
        "moments are aware",
        "learnhub/core/db.py",
        '            raise ValueError("naive datetime: use learnhub.core.clock.now()")\n',
        "            pass\n",
        ("tests/core/test_db.py",),
    ),
    Guard(
        "writers wait",
        "learnhub/core/db.py",
        'exec_driver_sql("BEGIN IMMEDIATE")',
        'exec_driver_sql("BEGIN")',
        (
            "tests/core/test_db.py",
            "tests/races/test_writers.py::test_writers_wait_for_each_other_and_none_fails",
        ),
    ),
    Guard(
        "who puts others on the list",
        "learnhub/programs/places.py",
        "    require(verdicts.may_enter(program, standing, clock.now()))\n    theirs",
        "    theirs",
        (
            "tests/programs/test_places.py"
            "::test_only_who_runs_it_puts_others_on_the_list_and_only_while_it_is_on",
        ),
    ),
    Guard(
        "places online have a limit of their own",
        "learnhub/programs/places.py",
        "capacity, crowd = program.capacity_of(seat), ",
        "capacity, crowd = program.capacity, ",
        ("tests/talks/test_services.py::test_each_kind_of_place_has_its_own_line",),
    ),
    Guard(
        "the code works in its hours",
        "learnhub/programs/arrivals.py",
        "    require(may_arrive(",
        "    bool(may_arrive(",
        (
            "tests/talks/test_arrivals.py"
            "::test_the_code_works_from_two_hours_before_to_the_end_of_the_local_day",
        ),
    ),
    Guard(
        "only hosts note who came",
        "learnhub/programs/arrivals.py",
        "    require(may_note(",
        "    bool(may_note(",
        ("tests/talks/test_arrivals.py::test_only_hosts_note_who_came_and_only_near_the_talk",),
    ),
    Guard(
        "feedback is hidden below five",
        "learnhub/talks/feedback.py",
        "    if len(rows) < max(smallest, 5):\n        return None, len(rows)\n",
        "    if not rows:\n        return None, len(rows)\n",
        ("tests/talks/test_feedback.py::test_feedback_is_shown_from_five_on",),
    ),
    Guard(
        "what changed is hidden below five",
        "learnhub/talks/feedback.py",
        "    if len(rows) < max(smallest, 5):\n        return None\n    by",
        "    if not rows:\n        return None\n    by",
        ("tests/talks/test_feedback.py::test_what_it_changed_is_hidden_below_five",),
    ),
    Guard(
        "a recording needs consent",
        "learnhub/talks/materials.py",
        "kind is MaterialKind.RECORDING and not agreed",
        "False",
        ("tests/talks/test_materials.py::test_a_recording_needs_consent_and_says_whether_it_can_be_read",),
    ),
    Guard(
        "a prize that was handed in for stays",
        "learnhub/hackathons/prizes.py",
        "    require(may_remove(hackathon, prize))\n",
        "",
        ("tests/hackathons/test_pages.py::test_a_prize_that_demos_were_handed_in_for_stays",),
    ),
    Guard(
        "what one may not find",
        "learnhub/search/audiences.py",
        "SearchDocument.id, has, or_(",
        "SearchDocument.id, or_(",
        (
            "tests/search/test_visibility.py::test_a_draft_is_found_by_its_hosts_and_admins_and_once_published_by_all",
        ),
    ),
    Guard(
        "found from its moment on",
        "learnhub/search/audiences.py",
        "has, or_(since.is_(None), since <= NOW)\n",
        "has\n",
        ("tests/search/test_visibility.py::test_a_demo_is_found_by_its_team_then_by_hosts_then_by_all",),
    ),
    Guard(
        "found by everyone from its moment on",
        "learnhub/search/audiences.py",
        "SearchDocument.everyone_since <= NOW",
        "SearchDocument.everyone_since.is_not(None)",
        ("tests/search/test_visibility.py::test_a_demo_is_found_by_its_team_then_by_hosts_then_by_all",),
    ),
    Guard(
        "what is found is asked for again",
        "learnhub/search/queries.py",
        "cards = refs.cards(named, person)",
        "cards = {ref: Card(ref.kind, '/') for ref in named}",
        (
            "tests/search/test_visibility.py::test_a_planted_leak_is_not_shown_because_the_feature_is_asked_again",
        ),
    ),
    Guard(
        "escaped before it is marked",
        "learnhub/search/snippets.py",
        "parts += [escape(text[done:start])",
        "parts += [Markup(text[done:start])",
        ("tests/search/test_pages.py::test_what_is_found_is_escaped_before_it_is_marked",),
    ),
    Guard(
        "public addresses",
        "learnhub/core/fetch.py",
        "    return ip.is_global and not",
        "    return True or not",
        ("tests/core/test_fetch.py::test_what_is_not_of_the_public_internet_is_refused",),
    ),
    Guard(
        "a resource somebody changed",
        "learnhub/library/edits.py",
        "    if there.id != resource.id or there.version != version:\n",
        "    if False:\n",
        ("tests/library/test_services.py::test_a_stale_edit_is_a_conflict_with_both_texts",),
    ),
    Guard(
        "whose change settles a report",
        "learnhub/library/edits.py",
        "if says_more and upkeep.verdict_on_confirming(actor, there):",
        "if says_more:",
        (
            "tests/library/test_reports.py::test_its_keepers_word_or_change_settles_it_and_that_of_another_does_not",
        ),
    ),
    Guard(
        "guests and the library",
        "learnhub/library/queries.py",
        "    if person.kind is Kind.GUEST:\n        raise NotFound\n    found",
        "    found",
        ("tests/library/test_services.py::test_guests_have_no_library",),
    ),
    Guard(
        "the bin of the library",
        "learnhub/library/policies.py",
        "    if is_keeper or is_adder or is_lead or is_admin:\n",
        "    if True:\n",
        ("tests/library/test_services.py::test_everybody_edits_and_few_put_into_the_bin",),
    ),
    Guard(
        "notes are one’s own",
        "learnhub/library/queries.py",
        "select(Standing).where(Standing.person_id == person_id, Standing.resource_id == of_id)",
        "select(Standing).where(Standing.resource_id == of_id)",
        ("tests/library/test_services.py::test_what_one_read_is_kept_for_oneself",),
    ),
    Guard(
        "one bad day of a link",
        "learnhub/library/link_health.py",
        "    if times >= enough and now - first >= apart:\n",
        "    if True:\n",
        ("tests/library/test_link_health.py::test_no_verdict_after_one_bad_day",),
    ),
    Guard(
        "a collection in itself",
        "learnhub/library/collection_services.py",
        '    if ref.kind == "collection" and _holds(ref.id, of.id):\n',
        "    if False:\n",
        ("tests/library/test_collections.py::test_a_collection_is_never_inside_itself",),
    ),
    Guard(
        "an admin opens a list first",
        "learnhub/programs/program_pages.py",
        "    if not looking.may_read(person, program, standing):\n",
        "    if False:\n",
        (
            "tests/programs/test_looking.py::test_an_admin_opens_who_signed_up_for_an_hour_and_the_hosts_see_it",
        ),
    ),
    Guard(
        "hosts of a series change several dates",
        "learnhub/programs/series_splits.py",
        "    require(policies.may_edit_series(runs_it=series_queries.runs(actor, of)))\n",
        "",
        ("tests/programs/test_series.py::test_only_what_was_named_spreads_and_what_is_a_dates_own_stays",),
    ),
    Guard(
        "what is a date’s own",
        "learnhub/programs/series_edits.py",
        " if getattr(program, name) == before.get(name)}",
        "}",
        ("tests/programs/test_series.py::test_only_what_was_named_spreads_and_what_is_a_dates_own_stays",),
    ),
    Guard(
        "a part of a date's own",
        "learnhub/programs/series_parts.py",
        " if own[name] == before[name]}",
        "}",
        (
            "tests/programs/test_series_parts.py::test_a_part_is_asked_once_and_each_date_keeps_who_takes_it_and_what_is_its_own",
        ),
    ),
    Guard(
        "a part that changed meanwhile",
        "learnhub/programs/parts.py",
        "    if version is not None and part.version != version:\n",
        "    if False:\n",
        (
            "tests/programs/test_series_parts.py::test_of_two_hosts_the_later_one_sees_both_and_keeps_what_was_typed",
        ),
    ),
    Guard(
        "a date's own way in",
        "learnhub/programs/series_admission.py",
        " if own[name] == before[name]}",
        "}",
        (
            "tests/programs/test_series_parts.py::test_how_people_come_in_is_said_once_and_reaches_as_far_as_is_said",
        ),
    ),
    Guard(
        "a preview of a series that changed",
        "learnhub/programs/series_splits.py",
        "    if of.rev != rev:\n",
        "    if False:\n",
        ("tests/programs/test_series.py::test_hosts_see_what_moves_and_who_is_told_before_anything_does",),
    ),
    Guard(
        "a date that was given back stays so",
        "learnhub/programs/places.py",
        "    if known is not None or not openness.may_follow(person, program):\n",
        "    if not openness.may_follow(person, program):\n",
        (
            "tests/programs/test_series.py::test_who_follows_is_signed_up_for_each_date_as_far_as_there_are_places",
        ),
    ),
    Guard(
        "a certificate is its owner's and the facilitators'",
        "learnhub/cohorts/queries.py",
        "    if found is None or not (found.person_id == person.id or standing.is_host):\n",
        "    if found is None:\n",
        ("tests/cohorts/test_cohorts.py::test_it_is_completed_by_its_rule_with_the_course_and_taken_back",),
    ),
    Guard(
        "a cohort is completed by its rule alone",
        "learnhub/cohorts/completing.py",
        "    elif row is None and found.completes(cohort.completes_at):\n",
        "    elif row is None:\n",
        ("tests/cohorts/test_cohorts.py::test_it_is_completed_by_its_rule_with_the_course_and_taken_back",),
    ),
    Guard(
        "a newer outline leaves what is done where it is",
        "learnhub/cohorts/updating.py",
        "key in again - fixed}",
        "key in again}",
        ("tests/cohorts/test_cohorts.py::test_a_newer_outline_is_offered_and_leaves_what_stands",),
    ),
    Guard(
        "who has longer is not asked for the cohort's date",
        "learnhub/notifications/planning/audiences.py",
        "or_(not_(UNDONE), IN_FORCE)",
        "not_(UNDONE)",
        ("tests/notifications/test_cohorts.py::test_more_time_plans_anew_and_tells_once",),
    ),
    Guard(
        "hosts alone decide about a sign-up",
        "learnhub/programs/approvals.py",
        "    require(verdicts.may_decide(program, standing, clock.now()))\n",
        "",
        (
            "tests/programs/test_admission.py::test_only_hosts_decide_and_not_before_they_have_is_approval_switched_off",
        ),
    ),
    Guard(
        "who is declined reads why",
        "learnhub/programs/approvals.py",
        "    if not reason:\n",
        "    if False:\n",
        (
            "tests/programs/test_admission.py::test_who_awaits_approval_takes_no_place_until_a_host_lets_them_in_by_the_same_guard",
        ),
    ),
    Guard(
        "the code lets nobody in before hosts do",
        "learnhub/programs/arrivals.py",
        "        approves=program.approves,\n",
        "        approves=False,\n",
        ("tests/programs/test_admission.py::test_the_code_lets_nobody_in_whom_the_hosts_have_not_approved",),
    ),
    Guard(
        "an offer expires",
        "learnhub/programs/policies.py",
        '    return YES if now < expires_at else no("The offer',
        '    return YES if True else no("The offer',
        ("tests/programs/test_policies_of_parts.py::test_what_each_rule_says_of_the_facts",),
    ),
    Guard(
        "an offer keeps its place",
        "learnhub/programs/promotions.py",
        "        free -= offers.count_kept(program, seat)\n",
        "        free -= 0\n",
        (
            "tests/programs/test_admission.py::test_a_free_place_is_offered_kept_for_its_person_and_passed_on_when_the_hours_are_over",
        ),
    ),
    Guard(
        "who is not chosen signs up for nothing",
        "learnhub/programs/policies.py",
        '    if is_open or not may:\n        return may\n    return no("This is open to others',
        '    if True:\n        return may\n    return no("This is open to others',
        ("tests/programs/test_policies_of_parts.py::test_what_each_rule_says_of_the_facts",),
    ),
    Guard(
        "who is not chosen knows of nothing",
        "learnhub/programs/sights.py",
        "    everybody = [] if sight.is_guest else [~of.is_limited]\n",
        "    everybody = [] if sight.is_guest else [true()]\n",
        (
            "tests/programs/test_admission.py::test_whoever_signed_up_stays_when_it_is_open_to_others_and_the_last_is_not_taken_away",
        ),
    ),
    Guard(
        "a program is open to somebody",
        "learnhub/programs/openness_rows.py",
        "    if not left:\n",
        "    if False:\n",
        (
            "tests/programs/test_admission.py::test_whoever_signed_up_stays_when_it_is_open_to_others_and_the_last_is_not_taken_away",
        ),
    ),
    Guard(
        "what protects less waits for another admin",
        "learnhub/people/retention.py",
        '    return after < before if name == "smallest" else after > before\n',
        "    return False\n",
        ("tests/mine/test_retention.py::test_stricter_holds_at_once_and_less_strict_needs_a_second_admin",),
    ),
    Guard(
        "what nobody may choose is not kept by",
        "learnhub/people/retention.py",
        "        return chosen if chosen in self.choices else self.default\n",
        "        return chosen or self.default\n",
        ("tests/mine/test_retention.py::test_what_nobody_may_choose_does_not_count",),
    ),
    Guard(
        "nothing is said of fewer than five",
        "learnhub/people/retention.py",
        "    return max(house.smallest_group, SMALLEST)\n",
        "    return house.smallest_group\n",
        ("tests/mine/test_retention.py::test_what_nobody_may_choose_does_not_count",),
    ),
    Guard(
        "what one package gives no other gives",
        "learnhub/core/points.py",
        "            if twice := given.keys() & by_kind.keys():\n",
        "            if twice := set[str]():\n",
        ("tests/test_architecture.py::test_what_can_be_given_once_is_refused_a_second_time",),
    ),
)


def outcome(guard: Guard) -> str:
    """Return "" where a test notices that the guard is gone, else what happened instead."""
    source = (ROOT / guard.file).read_text()
    if source.count(guard.source) != 1:
        return f"{guard.name}: its text stands {source.count(guard.source)} times in {guard.file}"
    with tempfile.TemporaryDirectory(prefix="lh-mutant") as folder:
        tree = Path(folder)
        _copy(tree)
        changed = tree / guard.file
        changed.write_text(source.replace(guard.source, guard.instead))
        for compiled in changed.parent.glob(f"__pycache__/{changed.stem}.*"):
            compiled.unlink()
        status, told = _test(tree, guard.tests)
    if status == KILLED:
        return ""
    if status == SURVIVED:
        return f"{guard.name}: removed, and no test fails"
    return f"{guard.name}: the tests did not run\n{told[-2000:]}"


def outcomes(guards: Iterable[Guard]) -> list[str]:
    """Return what went wrong with the guards, two of them tried at a time."""
    with ThreadPoolExecutor(2) as pool:
        return [told for told in pool.map(outcome, guards) if told]


def _copy(tree: Path) -> None:
    """Copy the sources as compiled, too: to compile them all takes longer than the tests do."""
    for name in COPIED:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, tree / name, ignore=shutil.ignore_patterns("data"))
        elif path.exists():
            shutil.copy(path, tree / name)


def _test(tree: Path, tests: tuple[str, ...]) -> tuple[int, str]:
    """Run the tests on SQLite in the changed tree; return pytest's status and what it said."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:randomly",
        "--database",
        "sqlite",
        *tests,
    ]
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "COV_", "COVERAGE_"))
    }
    ran = subprocess.run(command, cwd=tree, env=env | {"CI": ""}, capture_output=True, text=True, timeout=300)
    return ran.returncode, ran.stdout + ran.stderr


if __name__ == "__main__":
    named = set(sys.argv[1:])
    wrong = outcomes(guard for guard in GUARDS if not named or guard.name in named)
    print("\n".join(wrong) or "every guard is noticed")
    sys.exit(bool(wrong))
