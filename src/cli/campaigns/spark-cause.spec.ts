import { expect, it } from 'vitest';
import { causeIn } from './spark-cause.js';

const WARNINGS = `WARNING: Using incubator modules: jdk.incubator.vector
26/11/30 01:31:00 WARN Utils: Your hostname, vm, resolves to a loopback address: 127.0.0.1
java.io.FileNotFoundException: File /data/people-*.parquet does not exist
`;
const WORKER = `pyspark.errors.exceptions.captured.PythonException: 
  An exception was thrown from the Python worker. Please see the stack trace below.
Traceback (most recent call last):
  File "strata_spark.py", line 75, in run
`;

it.each([
  [
    'of a task is what its child said',
    `${WARNINGS}${WORKER}RuntimeError: strata: The bundle cannot be read. [BAD_FILE] — ENOENT\n`,
    'The bundle cannot be read. [BAD_FILE] — ENOENT',
  ],
  [
    'of the driver is what its child said, and not that it ended',
    `${WARNINGS}strata: The limits cannot be met. [LIMITS_NOT_MET]\nTraceback (most recent call last):\nRuntimeError: the driving child ended: its words are above\n`,
    'The limits cannot be met. [LIMITS_NOT_MET]',
  ],
  [
    'is the child that was killed, where it said nothing',
    `${WARNINGS}${WORKER}RuntimeError: the child ended with -9: []\n`,
    'the child ended with -9: []',
  ],
  [
    'is a table that is not there',
    `${WARNINGS}pyspark.errors.exceptions.captured.AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table or view \`crm\`.\`people\` cannot be found.\nTo tolerate the error on drop use DROP VIEW IF EXISTS.\n'UnresolvedRelation [crm, people], [], false\n`,
    '[TABLE_OR_VIEW_NOT_FOUND] The table or view `crm`.`people` cannot be found.',
  ],
  [
    'is a master of another kind',
    `${WARNINGS}Exception in thread "main" org.apache.spark.SparkException: Master must either be yarn or start with spark, k8s, or local\n\tat org.apache.spark.deploy.SparkSubmit.error(SparkSubmit.scala:1045)\n`,
    'Master must either be yarn or start with spark, k8s, or local',
  ],
  [
    'is no Java',
    '/opt/spark/bin/spark-class: line 71: /nowhere/bin/java: No such file or directory\nspark-class: line 97: CMD: bad array subscript\n',
    'there is no Java that it runs on',
  ],
  [
    'is a Python without Spark',
    'Traceback (most recent call last):\n  File "/venv/bin/find_spark_home.py", line 59\nAttributeError: no attribute\nspark-submit: line 27: /bin/spark-class: No such file\n',
    'its Python lacks pyspark or pyarrow',
  ],
  ['is the last line, where nothing else is known', 'Something\nbroke here\n\n', 'broke here'],
])('the cause %s', (_, log, message) => {
  expect(causeIn(log)?.message).toBe(message);
});

it('is unknown where nothing was said', () => {
  expect(causeIn('\n')).toBeUndefined();
});
