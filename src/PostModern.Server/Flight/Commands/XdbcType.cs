namespace PostModern.Server.Flight.Commands;

/// <summary>One SQL type as ODBC's SQLGetTypeInfo describes it.</summary>
/// <param name="Name">DuckDB's name.</param>
/// <param name="Code">The type code that ODBC and JDBC share.</param>
/// <param name="Size">Digits of numbers, characters of text (null: no limit) and of dates and times.</param>
internal sealed record XdbcType(string Name, int Code, int? Size)
{
    private const int Nullable = 1;
    private const int SearchableBasic = 2;
    private const int SearchableFull = 3;
    private const int DateTimeClass = 9;

    private string? Quote { get; init; }

    private string[]? CreateParameters { get; init; }

    private bool? IsUnsigned { get; init; }

    private int? Radix { get; init; }

    private (int Min, int Max)? Scale { get; init; }

    private int? DateTimeSubcode { get; init; }

    private bool IsText { get; init; }

    public static IReadOnlyList<XdbcType> All { get; } =
    [
        new("BOOLEAN", -7, 1),
        Integer("TINYINT", -6, 3),
        Integer("BIGINT", -5, 19),
        Integer("UBIGINT", -5, 20, isUnsigned: true),
        new("BLOB", -4, null) { Quote = "'" },
        new("VARCHAR", 12, null) { Quote = "'", IsText = true },
        new("UUID", 1, 36) { Quote = "'", IsText = true },
        new("DECIMAL", 3, 38) { IsUnsigned = false, Radix = 10, Scale = (0, 38), CreateParameters = ["precision", "scale"] },
        new("HUGEINT", 3, 38) { IsUnsigned = false, Radix = 10, Scale = (0, 0) },
        Integer("INTEGER", 4, 10),
        Integer("UINTEGER", 4, 10, isUnsigned: true),
        Integer("SMALLINT", 5, 5),
        Integer("USMALLINT", 5, 5, isUnsigned: true),
        Integer("UTINYINT", 5, 3, isUnsigned: true),
        new("FLOAT", 7, 24) { IsUnsigned = false, Radix = 2 },
        new("DOUBLE", 8, 53) { IsUnsigned = false, Radix = 2 },
        new("DATE", 91, 10) { Quote = "'", DateTimeSubcode = 1 },
        new("TIME", 92, 15) { Quote = "'", DateTimeSubcode = 2, Scale = (6, 6) },
        new("TIMESTAMP", 93, 26) { Quote = "'", DateTimeSubcode = 3, Scale = (6, 6) },
        new("TIMESTAMP WITH TIME ZONE", 93, 32) { Quote = "'", DateTimeSubcode = 5, Scale = (6, 6) },
    ];

    /// <summary>The values in the order of <see cref="PostModern.Flight.Commands.MetadataSchemas.XdbcTypeInfo"/>.</summary>
    public object?[] ToRow() =>
    [
        Name, Code, Size, Quote, Quote, CreateParameters, Nullable, IsText,
        IsText ? SearchableFull : SearchableBasic, IsUnsigned, false, IsUnsigned is null ? null : false, Name,
        Scale?.Min, Scale?.Max, DateTimeSubcode is null ? Code : DateTimeClass, DateTimeSubcode, Radix, null,
    ];

    private static XdbcType Integer(string name, int code, int digits, bool isUnsigned = false) =>
        new(name, code, digits) { IsUnsigned = isUnsigned, Radix = 10, Scale = (0, 0) };
}
