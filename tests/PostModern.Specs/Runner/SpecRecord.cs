namespace PostModern.Specs.Runner;

/// <summary>One block of a spec file.</summary>
/// <param name="Line">Where it starts, from 1.</param>
internal abstract record SpecRecord(int Line);

/// <summary><c>require name</c>: what must be there for the file to make sense. Missing means failed, not skipped.</summary>
internal sealed record RequireRecord(int Line, string Name) : SpecRecord(Line);

/// <summary><c>statement ok</c>: runs, and its rows, if any, don't matter.</summary>
internal sealed record StatementRecord(int Line, string Sql) : SpecRecord(Line);

/// <summary><c>statement count n</c>: runs, and reports that many changed rows.</summary>
internal sealed record CountRecord(int Line, string Sql, int Rows) : SpecRecord(Line);

/// <summary><c>statement error</c>: fails with a message that holds <paramref name="Message"/>.</summary>
/// <param name="Message">Text, or a pattern after <c>&lt;REGEX&gt;:</c>.</param>
internal sealed record ErrorRecord(int Line, string Sql, string Message) : SpecRecord(Line);

/// <summary><c>query types [sort]</c>: answers these rows.</summary>
/// <param name="Types">A letter a column: I whole number, R fraction, T text, B truth value, ? anything.</param>
/// <param name="Rows">Expected lines: cells of a row with tabs between them; one value a line for valuesort.</param>
/// <param name="RowsAt">Line number of the first expected line.</param>
internal sealed record QueryRecord(int Line, string Sql, string Types, SpecSort Sort, IReadOnlyList<string> Rows, int RowsAt) : SpecRecord(Line);

/// <summary><c>foreach variable values … endloop</c>: the body once for each value.</summary>
internal sealed record LoopRecord(int Line, string Variable, IReadOnlyList<string> Values, IReadOnlyList<SpecRecord> Body) : SpecRecord(Line);
