"""Answers SQL for the parity suite: a line of JSON in, a line of JSON out. The engine is named by the argument."""
import json
import sys

TYPES = {
    "spark": {"number": "double", "string": "string", "date": "string", "boolean": "boolean", "list": "array<string>"},
    "clickhouse": {
        "number": "Nullable(Float64)", "string": "Nullable(String)", "date": "Nullable(String)",
        "boolean": "Nullable(Bool)", "list": "Array(Nullable(String))",
    },
}


def spark():
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    # Each question is asked once: compiling it would take longer than answering it.
    builder = builder.config("spark.sql.codegen.wholeStage", "false")
    builder = builder.config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
    builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "OFF")
    # Also Spark 3.5, where it is not the default, stops at what cannot be cast.
    session = builder.config("spark.sql.ansi.enabled", "true").getOrCreate()

    def ask(columns, rows, expressions):
        names = [name for name, _ in columns]
        schema = "array<struct<" + ",".join(f"`{name}`:{kind}" for name, kind in columns) + ">>"
        people = json.dumps([dict(zip(names, row)) for row in rows])
        text = people.replace("\\", "\\\\").replace("'", "\\'").replace("$", "\\u0024")
        selected = ", ".join(f"{sql} as c{place}" for place, sql in enumerate(expressions))
        query = f"select row_number, {selected} from (select inline(from_json('{text}', '{schema}')))"
        found = sorted(session.sql(query.replace("'" + schema + "'", json.dumps(schema))).collect())
        return [list(row)[1:] for row in found]

    return ask


def clickhouse():
    from chdb import session as chdb

    session = chdb.Session()

    def ask(columns, rows, expressions):
        schema = ", ".join(f"`{name}` {kind}" for name, kind in columns)
        session.query("create or replace table people (" + schema + ") engine = Memory")
        names = [name for name, _ in columns]
        lines = "\n".join(json.dumps(dict(zip(names, row))) for row in rows)
        session.query("insert into people format JSONEachRow\n" + lines)
        answers = []
        selected = ", ".join(f"toInt8({sql}) as c{place}" for place, sql in enumerate(expressions))
        found = session.query(f"select {selected} from people order by row_number", "JSONCompactEachRow")
        for line in found.bytes().decode().splitlines():
            answers.append([{1: True, 0: False}.get(value) for value in json.loads(line)])
        return answers

    return ask


def cell(value):
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def main(engine):
    ask = {"spark": spark, "clickhouse": clickhouse}[engine]()
    out = sys.stdout
    print("ready", file=out, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        columns = [("row_number", "int" if engine == "spark" else "Int32")]
        columns += [(name, TYPES[engine][kind]) for name, kind in asked["columns"]]
        try:
            rows = [tuple([place] + [cell(value) for value in row]) for place, row in enumerate(asked["rows"])]
            answer = {"rows": ask(columns, rows, asked["expressions"])}
        except Exception as error:
            answer = {"error": str(error)[:4000]}
        print(json.dumps(answer), file=out, flush=True)


main(sys.argv[1])
