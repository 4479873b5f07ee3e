"""Runs a campaign of Strata on Apache Spark (PySpark 3.5 or 4): see docs/scale.md.

    spark-submit strata_spark.py --bundle DIR --people TABLE --out TABLE --now 2026-11-29T08:00:00Z

Each task hands its partition to a child, `strata decide-columns --arrow`, which keeps nothing. People become blocks, blocks
become sums by partition, and the driver's child, the code that a run on one machine uses, finds the multipliers and settles
who is at the cut. The last pass writes the list. Empty, skewed and retried partitions change nothing.
"""
import argparse
import base64
import hashlib
import json
import os
import shlex
import subprocess
import tempfile
import threading

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import SparkSession

LIST = "user string, campaign string, offer string, arm string, outcome string, reason string, selector string, " + ", ".join(
    f"{name} double" for name in ["propensity", "conversion", "natural", "cost", "profit"])
BATCH = "spark.sql.execution.arrow.maxRecordsPerBatch"
BLOCKS = "16"  # each holds thousands of people


def unpacked(files):
    """The folder of a bundle on this machine: written once, under the hash of its files."""
    digest = hashlib.sha256(b"".join(name.encode() + files[name] for name in sorted(files))).hexdigest()
    folder = os.path.join(tempfile.gettempdir(), f"strata-{digest[:24]}")
    if not os.path.exists(folder):
        making = tempfile.mkdtemp(prefix="strata-")
        for name, content in files.items():
            os.makedirs(os.path.dirname(os.path.join(making, name)), exist_ok=True)
            with open(os.path.join(making, name), "wb") as file:
                file.write(content)
        try:
            os.rename(making, folder)
        except OSError:  # another task was faster
            pass
    return folder


def child(strata, files, arguments, **streams):
    command = [*strata, "decide-columns", "--arrow", "--bundle", unpacked(files), *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **streams)


def through_child(strata, bundle, arguments, multipliers=None):
    """What `mapInArrow` calls for each partition: batches in, batches out, no more of them at a time than pipes hold."""
    def run(batches):
        first = next(batches, None)
        if first is None:
            return
        with tempfile.NamedTemporaryFile("w", suffix=".json") as plan, tempfile.TemporaryFile() as errors:
            own = list(arguments)
            if multipliers is not None:
                plan.write(multipliers.value)
                plan.flush()
                own += ["--multipliers", plan.name]
            process = child(strata, bundle.value, own, stderr=errors)
            failures = []

            def feed():
                try:
                    with process.stdin, pa.ipc.new_stream(process.stdin, first.schema) as sink:
                        sink.write_batch(first)
                        for batch in batches:
                            sink.write_batch(batch)
                except Exception as error:  # the child's own words, if it ended, are better
                    failures.append(error)

            feeder = threading.Thread(target=feed, daemon=True)
            feeder.start()
            ended = False
            try:
                try:
                    yield from pa.ipc.open_stream(process.stdout)
                except (pa.ArrowInvalid, OSError) as error:
                    failures.append(error)
                feeder.join()
                ended = True
                if process.wait() != 0 or failures:
                    errors.seek(0)
                    said = errors.read().decode(errors="replace").strip()
                    raise RuntimeError(said or f"the child ended with {process.returncode}: {failures}")
            finally:
                if not ended:
                    process.kill()
                    process.wait()
    return run


def run(spark, strata, folder, people, out, now):
    """Selects the people of a DataFrame, writes the list, a table or a folder of Parquet, and returns its manifest."""
    files = {}
    for root, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(root, name), "rb") as file:
                files[os.path.relpath(os.path.join(root, name), folder)] = file.read()
    states = os.path.join(folder, "states.parquet")
    if files.pop("states.parquet", None) is not None:
        id = json.loads(files["campaign.json"])["audience"]["id"]
        known = spark.read.parquet(f"file://{os.path.abspath(states)}")
        known = known.select(*[known[name].alias(f"strata_{name}") for name in known.columns])
        people = people.join(known, people[id] == known["strata_id"], "left").drop("strata_id")
    bundle = spark.sparkContext.broadcast(files)

    def made(frame, name, schema, multipliers=None):
        arguments = ["--pass", name, "--now", now]
        return frame.mapInArrow(through_child(strata, bundle, arguments, multipliers), schema)

    def results(frame):
        """Made by all tasks at once, and brought here one partition at a time: together they may not fit."""
        made_once = frame.persist(StorageLevel.DISK_ONLY)
        made_once.count()
        yield from (bytes(row.result) for row in made_once.toLocalIterator(prefetchPartitions=True))
        made_once.unpersist()

    blocks = made(people, "decide", "result binary").persist(StorageLevel.DISK_ONLY)
    driver = child(strata, files, ["--pass", "drive", "--now", now], text=True)
    rows = spark.conf.get(BATCH)
    try:
        blocks.count()
        for line in driver.stdout:
            said = json.loads(line)
            if "done" in said:
                return said["done"]
            multipliers = None if said["multipliers"] is None else spark.sparkContext.broadcast(json.dumps(said["multipliers"]))
            spark.conf.set(BATCH, BLOCKS)
            if said["ask"] == "list":
                listed = made(blocks, "list", LIST, multipliers)
                listed.write.parquet(out) if "/" in out else listed.write.saveAsTable(out)
                spark.conf.set(BATCH, rows)
                written = spark.read.parquet(out) if "/" in out else spark.table(out)
                answers = results(made(written.select("user", "offer", "arm", "outcome"), "hash", "result binary"))
            else:
                answers = results(made(blocks, said["ask"], "result binary", multipliers))
            for answer in answers:
                driver.stdin.write(base64.b64encode(answer).decode() + "\n")
            driver.stdin.write("\n")
            driver.stdin.flush()
        raise RuntimeError("the driving child ended: its words are above")
    finally:
        spark.conf.set(BATCH, rows)
        driver.kill()
        driver.wait()
        blocks.unpersist()


def main():
    parser = argparse.ArgumentParser(description="Runs a campaign of Strata on Apache Spark.")
    parser.add_argument("--bundle", required=True, help="what `strata campaign bundle` wrote")
    parser.add_argument("--people", required=True, help="a table, or the path of Parquet files: a row a person")
    parser.add_argument("--out", required=True, help="the table, or the folder, that the list is written to")
    parser.add_argument("--now", required=True, help="the clock of all decisions: ISO 8601")
    parser.add_argument("--strata", default="strata", help="how each machine calls Strata")
    parser.add_argument("--manifest", help="a file for the manifest; standard output unless told")
    told = parser.parse_args()
    spark = SparkSession.builder.appName("strata").getOrCreate()
    people = spark.read.parquet(told.people) if "/" in told.people else spark.table(told.people)
    manifest = json.dumps(run(spark, shlex.split(told.strata), told.bundle, people, told.out, told.now))
    if told.manifest is None:
        print(manifest)
    else:
        with open(told.manifest, "w") as file:
            file.write(manifest)
    spark.stop()


if __name__ == "__main__":
    main()
