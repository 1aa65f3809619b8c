"""The chain: every committed entry gets one place, and whoever tampers with it is found at that place."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from innovation_portal.utils import clock
from innovation_portal.utils.audit import chain
from innovation_portal.utils.audit.chain import digest_of, head_of_chain, link_entries, unlinked_entries, verify_chain
from innovation_portal.utils.audit.jobs import log_head_of_day
from innovation_portal.utils.audit.models import AuditEntry, AuditLink
from innovation_portal.utils.audit.triggers.installing import remove_triggers


@pytest.fixture
def linked(db):
    """Links of everything so far, of which the last four belong to four new groups."""
    for name in ("satu", "dua", "tiga", "empat"):
        Group.objects.create(name=name)
    link_entries()
    return list(AuditLink.objects.order_by("-position")[:4])[::-1]


@pytest.fixture
def tampering(linked):
    """What somebody does who owns the database: the triggers are gone."""
    remove_triggers()
    return linked


def test_every_entry_gets_a_place_in_order(linked):
    links = list(AuditLink.objects.order_by("position").values_list("position", "entry"))

    assert links == list(enumerate(AuditEntry.objects.order_by("pk").values_list("pk", flat=True), start=1))
    assert not unlinked_entries().exists()
    assert verify_chain() == chain.Verdict(head_of_chain())


def test_a_digest_depends_on_the_entry_and_on_the_one_before(linked):
    before, link = linked[-2:]
    entry = AuditEntry.objects.get(pk=link.entry)

    assert link.digest == digest_of(entry, before.digest)
    assert link.digest != digest_of(entry, linked[0].digest)
    entry.actor_id = 1
    assert link.digest != digest_of(entry, before.digest)


def test_linking_again_adds_only_what_is_new(linked):
    assert link_entries() == 0
    Group.objects.create(name="lima")

    assert link_entries() == 1
    assert head_of_chain().position == linked[-1].position + 1


def test_more_entries_than_one_batch_are_linked_and_walked(linked, monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 3)
    Group.objects.bulk_create([Group(name=f"kelompok {number}") for number in range(7)])

    assert link_entries() == 7
    assert verify_chain().head == head_of_chain()
    assert head_of_chain().position == linked[-1].position + 7


def test_an_entry_with_a_lower_number_that_was_committed_late_is_linked_behind(tampering):
    """Two transactions take their numbers in one order and commit in the other."""
    late = AuditEntry.objects.get(pk=tampering[0].entry)
    AuditLink.objects.filter(position__gte=tampering[0].position).delete()
    late.delete()
    link_entries()
    late.save()

    assert link_entries() == 1
    assert head_of_chain().position == tampering[-1].position
    assert AuditLink.objects.get(position=tampering[-1].position).entry == late.pk
    assert verify_chain().is_whole


def test_an_entry_later_than_any_transaction_is_linked_by_the_command_only(tampering):
    late = AuditEntry.objects.get(pk=tampering[-1].entry)
    AuditLink.objects.filter(entry=late.pk).delete()
    AuditEntry.objects.filter(pk=late.pk).update(at=late.at - timedelta(days=2))

    assert link_entries() == 0
    assert link_entries(everywhere=True) == 1


def change(links):
    AuditEntry.objects.filter(pk=links[1].entry).update(actor_id=99)
    return links[1].position, links[1].entry


def remove_entry(links):
    AuditEntry.objects.filter(pk=links[1].entry).delete()
    return links[1].position, links[1].entry


def remove_link(links):
    AuditLink.objects.filter(position=links[1].position).delete()
    return links[1].position, None


def remove_both(links):
    remove_entry(links)
    return remove_link(links)


def reorder(links):
    first, second = links[1], links[2]
    AuditLink.objects.filter(pk__in=[first.pk, second.pk]).delete()
    AuditLink.objects.create(position=first.position, entry=second.entry, digest=second.digest)
    AuditLink.objects.create(position=second.position, entry=first.entry, digest=first.digest)
    return first.position, second.entry


def put_in(links):
    """In place of the third an entry that never was, and the later links moved on by one without new digests."""
    forged = AuditEntry.objects.get(pk=links[0].entry)
    forged.pk = None
    forged.save()
    AuditLink.objects.filter(position__gte=links[2].position).delete()
    moved = [
        (links[2].position, forged.pk, links[2].digest),
        *((x.position + 1, x.entry, x.digest) for x in links[2:]),
    ]
    AuditLink.objects.bulk_create(AuditLink(position=p, entry=e, digest=d) for p, e, d in moved)
    return links[2].position, forged.pk


def put_before_the_first(links):
    AuditLink.objects.create(position=0, entry=links[-1].entry + 1000, digest="x" * 64)
    return 1, None


@pytest.mark.parametrize(
    "tamper", [change, remove_entry, remove_link, remove_both, reorder, put_in, put_before_the_first]
)
def test_the_first_broken_place_is_told(tampering, tamper):
    position, entry = tamper(tampering)

    verdict = verify_chain()

    assert (verdict.broken_at, verdict.entry) == (position, entry)
    assert verdict.head.position == position - 1


def test_the_command_prints_the_head_and_links_what_waits(linked):
    Group.objects.create(name="lima")
    out = StringIO()

    call_command("verify_audit", stdout=out)

    right, head = out.getvalue().splitlines()
    reached = head_of_chain()
    assert right == f"{linked[-1].position} links are right. 2 entries were waiting for their place and have it now."
    assert head == f"head {reached.position} {reached.digest}"
    assert reached.position == linked[-1].position + 2  # the group and the note about the walk
    assert chain.last_verdict().detail == f"{linked[-1].position} links are right."


def test_the_command_fails_at_the_broken_place(tampering):
    position, entry = change(tampering)

    with pytest.raises(CommandError, match=rf"broken at link {position} \(entry {entry}\)"):
        call_command("verify_audit")

    assert chain.last_verdict().detail.startswith(f"The chain is broken at link {position}")


def test_a_kept_head_shows_a_chain_that_was_written_anew(tampering, tmp_path):
    """The whole chain fits, because it was computed again from a changed entry on."""
    kept = tmp_path / "head.txt"
    kept.write_text(f"12 links are right.\nhead {tampering[-1].position} {tampering[-1].digest}\n")
    change(tampering)
    AuditLink.objects.all().delete()
    link_entries()
    assert verify_chain().is_whole

    with pytest.raises(CommandError, match=f"written anew: link {tampering[-1].position} "):
        call_command("verify_audit", "--head", kept)


def test_a_kept_head_shows_that_the_end_was_cut_off(tampering, tmp_path):
    kept = tmp_path / "head.txt"
    kept.write_text(f"head {tampering[-1].position} {tampering[-1].digest}")
    AuditLink.objects.filter(position=tampering[-1].position).delete()
    AuditEntry.objects.filter(pk=tampering[-1].entry).delete()

    with pytest.raises(CommandError, match="written anew"):
        call_command("verify_audit", "--head", kept)


def test_a_kept_head_that_fits_is_fine(linked, tmp_path):
    kept = tmp_path / "head.txt"
    kept.write_text(f"head {linked[-2].position} {linked[-2].digest}\n")
    out = StringIO()

    call_command("verify_audit", "--head", kept, stdout=out)

    assert out.getvalue().splitlines()[-1].startswith("head ")


@pytest.mark.parametrize("content", ["", "head", "head x y", "nothing of it"])
def test_a_file_without_a_head_is_refused(linked, tmp_path, content):
    kept = tmp_path / "head.txt"
    kept.write_text(content)

    with pytest.raises(CommandError, match="does not end with a line"):
        call_command("verify_audit", "--head", kept)


def test_missing_triggers_fail_the_command(tampering):
    with pytest.raises(CommandError, match="Triggers are missing"):
        call_command("verify_audit")


def test_the_head_is_logged_once_a_day(linked, caplog):
    caplog.set_level(logging.INFO)
    head = head_of_chain()

    log_head_of_day()
    log_head_of_day()
    with clock.at(clock.now() + timedelta(days=1)):
        log_head_of_day()

    lines = [record.getMessage() for record in caplog.records if record.getMessage().startswith("audit head")]
    assert lines == [f"audit head position={head.position} digest={head.digest}"] * 2


def test_the_walk_reads_in_batches(linked, monkeypatch, django_assert_num_queries):
    """Constant memory: two queries a batch, and one that finds the end."""
    monkeypatch.setattr(chain, "BATCH", 50)
    batches = -(-AuditLink.objects.count() // 50)

    with django_assert_num_queries(2 * batches + 1):
        verify_chain()
