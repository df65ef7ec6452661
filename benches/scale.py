#!/usr/bin/env python3
"""Exports 10,000 and 1,000,000 short records, compares peak memory, and compares the bytes of --jobs 1 and --jobs 2.

usage: benches/scale.py [QAWL] [--small N] [--large N]

QAWL is the program, target/release/qawl where none is named. Needs Python 3 and Linux, no packages, and about 2 GB of
disk below target/. Exits with 1 where memory grows by more than 64 MiB or the releases differ.
"""
import argparse
import json
import os
import pathlib
import shutil
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIMIT_MIB = 64
NAMES = ["سلمى الحداد", "كريم النجار", "هدى الصباغ", "مازن الخطيب", "ليلى العطار", "ياسر البناء", "رنا الفران", "عمر الحلاق"]
ROLES = ["الوزيرة", "المدير", "رئيسة الجمعية", "عضو المجلس", "الناطقة باسم البلدية", "النائب", "المهندسة", "الطبيب"]
PLACES = ["بلدة السهل", "مدينة النهر", "قرية الوادي", "حي الجسر", "ميناء الشمال"]


def record(number):
    """A short article of two quotations; every record has words of its own."""
    speaker = f"{ROLES[number % 8]} {NAMES[number // 8 % 8]}"
    place = PLACES[number % 5]
    text = (
        f"قال {speaker} إن المشروع رقم {number} في {place} سيبدأ هذا العام.\n"
        f"وأضاف: «سنفتح {number % 97 + 2} مدارس في {place}»."
    )
    return {"id": f"r{number:07}", "text": text, "outlet": f"Outlet {number % 40}", "date": f"2024-{number % 12 + 1:02}-15"}


def make(path, count):
    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            out.write(json.dumps(record(number), ensure_ascii=False) + "\n")


def run(command):
    """Runs a command; gives its seconds and its peak resident memory in MiB."""
    began = time.monotonic()
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=silent)
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return time.monotonic() - began, usage.ru_maxrss / 1024


def contents(folder):
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("qawl", nargs="?", default=str(ROOT / "target/release/qawl"))
    arguments.add_argument("--small", type=int, default=10_000)
    arguments.add_argument("--large", type=int, default=1_000_000)
    options = arguments.parse_args()
    work = ROOT / "target/scale"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    peaks, failed = [], False
    for count in (options.small, options.large):
        make(work / f"{count}.jsonl", count)
        command = [options.qawl, "export", str(work / f"{count}.jsonl"), "--quiet", "--version", "1.0.0", "--to"]
        seconds, peak = run([*command, str(work / f"{count}-jobs-2"), "--jobs", "2"])
        peaks.append(peak)
        print(f"{count:>9} records, --jobs 2: {seconds:7.1f} s, {count / seconds:8.0f} records/s, peak {peak:6.1f} MiB")
        if count == options.small:
            seconds, peak = run([*command, str(work / f"{count}-jobs-1"), "--jobs", "1"])
            print(f"{count:>9} records, --jobs 1: {seconds:7.1f} s, {count / seconds:8.0f} records/s, peak {peak:6.1f} MiB")
            same = contents(work / f"{count}-jobs-1/1.0.0") == contents(work / f"{count}-jobs-2/1.0.0")
            print(f"{count:>9} records, --jobs 1 and 2: {'the same bytes' if same else 'DIFFERENT BYTES'}")
            failed |= not same
    growth = peaks[1] - peaks[0]
    print(f"peak memory grows by {growth:.1f} MiB (limit {LIMIT_MIB})")
    failed |= growth > LIMIT_MIB
    shutil.rmtree(work)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
