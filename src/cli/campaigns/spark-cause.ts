/** Why Spark failed, in a line. */
export interface SparkCause {
  readonly message: string;
  readonly expected?: string;
}

/** What a machine lacks, by the words in which Spark says so. */
const LACKING: readonly { readonly said: RegExp; readonly cause: SparkCause }[] = [
  {
    said: /JAVA_HOME is not set|java: (No such file|command not found)|UnsupportedClassVersionError/,
    cause: {
      message: 'there is no Java that it runs on',
      expected: 'Java 17 or newer, on the PATH or named by JAVA_HOME',
    },
  },
  {
    said: /find_spark_home|No module named '(pyspark|pyarrow)'/,
    cause: {
      message: 'its Python lacks pyspark or pyarrow',
      expected: 'PYSPARK_PYTHON names a Python with both, or its virtual environment is activated',
    },
  },
];

/** In the order in which they are believed: a child of Strata's, then whatever was thrown last, then the last line. */
const CAUSES: readonly RegExp[] = [
  /^(?:RuntimeError: )?strata: (\S.*)$/gm,
  /^(?:Exception in thread "main" )?[\w.]+(?:Error|Exception): (\S.*)$/gm,
  /^\s*(\S.*)$/gm,
];

/** Finds the cause in all that Spark said; undefined where it said nothing. */
export function causeIn(log: string): SparkCause | undefined {
  const lacking = LACKING.find(({ said }) => said.test(log));
  if (lacking !== undefined) return lacking.cause;
  for (const cause of CAUSES) {
    const [, message] = [...log.matchAll(cause)].at(-1) ?? [];
    if (message !== undefined) return { message };
  }
  return undefined;
}
