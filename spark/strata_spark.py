"""Runs a campaign of Strata on Apache Spark (PySpark 3.5 or 4): see docs/scale.md.

    spark-submit strata_spark.py --bundle DIR --people TABLE --out TABLE --now 2026-11-29T08:00:00Z

Each task hands its partition to a child, `strata decide-columns --arrow`, which keeps nothing. People become blocks, blocks
become sums by partition, and the driver's child, the code that a run on one machine uses, finds the multipliers and settles
who is at the cut. The last pass writes the list. Empty, skewed and retried partitions change nothing.
"""
import argparse
import base64
import json
import os
import shlex
import shutil
import subprocess
import tempfile
import threading

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark import SparkFiles, StorageLevel
from pyspark.sql import SparkSession
from pyspark.sql.functions import trim

LIST = "user string, campaign string, offer string, arm string, outcome string, reason string, selector string, " + ", ".join(
    f"{name} double" for name in ["propensity", "conversion", "natural", "cost", "profit"])
BATCH = "spark.sql.execution.arrow.maxRecordsPerBatch"
BLOCKS = "16"  # each holds thousands of people
TYPES = {"string": "string", "bool": "boolean", "double": "double"}
SMALL = 2**23  # bytes of states that every task may hold


def start(strata, bundle, arguments, **streams):
    command = [*strata, "decide-columns", "--arrow", "--bundle", bundle, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **streams)


def through_child(strata, archive, arguments, multipliers):
    """What `mapInArrow` calls for each partition: batches in, batches out, no more of them at a time than pipes hold."""
    def run(batches):
        first = next(batches, None)
        if first is None:
            return
        with tempfile.NamedTemporaryFile("w", suffix=".json") as plan, tempfile.TemporaryFile() as errors:
            plan.write(multipliers or "")
            plan.flush()
            own = [*arguments, *(["--multipliers", plan.name] if multipliers else [])]
            child = start(strata, SparkFiles.get(archive), own, stderr=errors)
            failures = []

            def feed():
                try:
                    with child.stdin, pa.ipc.new_stream(child.stdin, first.schema) as sink:
                        sink.write_batch(first)
                        for batch in batches:
                            sink.write_batch(batch)
                except Exception as error:  # the child's own words, if it ended, are better
                    failures.append(error)

            feeder = threading.Thread(target=feed, daemon=True)
            feeder.start()
            try:
                try:
                    yield from pa.ipc.open_stream(child.stdout)
                except (pa.ArrowInvalid, OSError) as error:
                    failures.append(error)
                feeder.join()
                code = child.wait()
            finally:  # of a task that is ended early, too
                child.kill()
                child.wait()
            if code != 0 or failures:
                errors.seek(0)
                said = errors.read().decode(errors="replace").strip()
                raise RuntimeError(said or f"the child ended with {code}: {failures}")
    return run


def with_states(people, folder, archive):
    """People with what Strata knows of each, as columns `strata_…`."""
    path = os.path.join(folder, "states.parquet")
    with open(os.path.join(folder, "campaign.json")) as file:
        id = json.load(file)["audience"]["id"]
    states = pq.ParquetFile(path)

    def read(groups):
        own = pq.ParquetFile(os.path.join(SparkFiles.get(archive), "states.parquet"))
        for batch in groups:
            for group in batch.column(0).to_pylist():
                yield from own.read_row_group(group).to_batches()

    fields = ", ".join(f"{field.name} {TYPES[str(field.type)]}" for field in states.schema_arrow)
    groups = people.sparkSession.range(0, states.num_row_groups, 1, max(1, states.num_row_groups))
    known = groups.mapInArrow(read, fields)
    known = known.toDF(*[f"strata_{name}" for name in known.columns])
    known = known.hint("broadcast" if os.path.getsize(path) < SMALL else "merge")
    return people.join(known, trim(people[f"`{id}`"].cast("string")) == known["strata_id"], "left").drop("strata_id")


def tell_progress(tracker, doing, over):
    """Says each second, on standard output, which pass is made, and how many of its tasks are done."""
    while not over.wait(1):
        stages = [stage for stage in map(tracker.getStageInfo, tracker.getActiveStageIds()) if stage]
        done, tasks = sum(stage.numCompletedTasks for stage in stages), sum(stage.numTasks for stage in stages)
        print(json.dumps({**doing, "done": done, "tasks": tasks}), flush=True)


def refuse_existing(spark, out):
    """What would be found out at the end, when all the work is done."""
    if "/" in out:
        path = spark._jvm.org.apache.hadoop.fs.Path(out)
        exists = path.getFileSystem(spark._jsc.hadoopConfiguration()).exists(path)
    else:
        exists = spark.catalog.tableExists(out)
    if exists:
        raise FileExistsError(f"{out} is there already: a list is written to a new table or folder")


def run(spark, strata, folder, people, out, now):
    """Selects the people of a DataFrame, writes the list, a table or a folder of Parquet, and returns its manifest."""
    refuse_existing(spark, out)
    with tempfile.TemporaryDirectory(prefix="strata-") as temporary:
        path = shutil.make_archive(os.path.join(temporary, os.path.basename(temporary)), "zip", folder)
        spark.sparkContext.addArchive(path)
        archive = os.path.basename(path)
        if os.path.exists(os.path.join(folder, "states.parquet")):
            people = with_states(people, folder, archive)
        return drive(spark, strata, folder, archive, people, out, now)


def drive(spark, strata, folder, archive, people, out, now):
    def made(frame, name, schema, multipliers=None):
        return frame.mapInArrow(through_child(strata, archive, ["--pass", name, "--now", now], multipliers), schema)

    def results(frame):
        """Made by all tasks at once, and brought here one partition at a time: together they may not fit."""
        made_once = frame.persist(StorageLevel.DISK_ONLY)
        made_once.count()
        yield from (bytes(row.result) for row in made_once.toLocalIterator(prefetchPartitions=True))
        made_once.unpersist()

    blocks = made(people, "decide", "result binary").persist(StorageLevel.DISK_ONLY)
    driver = start(strata, folder, ["--pass", "drive", "--now", now], text=True)
    rows, doing, over = spark.conf.get(BATCH), {"pass": "decide"}, threading.Event()
    threading.Thread(target=tell_progress, args=(spark.sparkContext.statusTracker(), doing, over), daemon=True).start()
    try:
        for line in driver.stdout:
            said = json.loads(line)
            if "done" in said:
                return said["done"]
            if said["ask"] == "survey":
                blocks.count()
            doing["pass"] = said["ask"]
            multipliers = json.dumps(said["multipliers"]) if said["multipliers"] else None
            spark.conf.set(BATCH, BLOCKS)
            if said["ask"] == "list":
                listed = made(blocks, "list", LIST, multipliers)
                listed.write.parquet(out) if "/" in out else listed.write.saveAsTable(out)
                spark.conf.set(BATCH, rows)
                doing["pass"] = "hash"
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
        over.set()
        driver.kill()
        driver.wait()
        spark.conf.set(BATCH, rows)
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
