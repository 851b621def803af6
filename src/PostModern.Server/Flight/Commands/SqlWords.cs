using PostModern.Flight.Commands;

namespace PostModern.Server.Flight.Commands;

/// <summary>Lists of words that SQL editors colour and complete: words beyond SQL:2003, and functions by ODBC's groups.</summary>
internal static class SqlWords
{
    private static readonly string[] Keywords =
    [
        "ANTI", "ASOF", "DESCRIBE", "EXCLUDE", "GLOB", "ILIKE", "LAMBDA", "LIMIT", "MACRO", "OFFSET", "PIVOT", "PIVOT_LONGER",
        "PIVOT_WIDER", "POSITIONAL", "PRAGMA", "QUALIFY", "RETURNING", "SAMPLE", "SEMI", "SHOW", "SUMMARIZE", "TRY_CAST", "UNPIVOT",
        "VERSION",
    ];

    private static readonly string[] Numeric =
    [
        "ABS", "ACOS", "ASIN", "ATAN", "ATAN2", "CEILING", "COS", "COT", "DEGREES", "EXP", "FLOOR", "LOG", "LOG10", "MOD", "PI", "POWER",
        "RADIANS", "RANDOM", "ROUND", "SIGN", "SIN", "SQRT", "TAN", "TRUNC",
    ];

    private static readonly string[] Text =
    [
        "ASCII", "CHR", "CONCAT", "LCASE", "LEFT", "LENGTH", "LOWER", "LTRIM", "POSITION", "REPEAT", "REPLACE", "REVERSE", "RIGHT",
        "RTRIM", "SUBSTRING", "TRIM", "UCASE", "UPPER",
    ];

    private static readonly string[] System = ["COALESCE", "CURRENT_CATALOG", "CURRENT_SCHEMA", "IFNULL", "NULLIF"];

    private static readonly string[] DateTime =
    [
        "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "DATE_DIFF", "DATE_PART", "DATE_TRUNC", "DAYNAME", "DAYOFMONTH", "DAYOFWEEK",
        "DAYOFYEAR", "EXTRACT", "HOUR", "MINUTE", "MONTH", "MONTHNAME", "NOW", "QUARTER", "SECOND", "WEEK", "YEAR",
    ];

    public static void AddTo(SortedDictionary<SqlInfoId, object> values)
    {
        values[SqlInfoId.Keywords] = Keywords;
        values[SqlInfoId.NumericFunctions] = Numeric;
        values[SqlInfoId.StringFunctions] = Text;
        values[SqlInfoId.SystemFunctions] = System;
        values[SqlInfoId.DatetimeFunctions] = DateTime;
    }
}
