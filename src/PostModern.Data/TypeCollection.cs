using System.Data;
using System.Data.Common;

namespace PostModern.Data;

/// <summary>DataTypes: the scalar types, each with the CLR type that reading it gives.</summary>
internal static class TypeCollection
{
    private static readonly (string Name, DbType DbType, Type ClrType, string? Parameters)[] Types =
    [
        ("BOOLEAN", DbType.Boolean, typeof(bool), null),
        ("TINYINT", DbType.SByte, typeof(sbyte), null),
        ("UTINYINT", DbType.Byte, typeof(byte), null),
        ("SMALLINT", DbType.Int16, typeof(short), null),
        ("USMALLINT", DbType.UInt16, typeof(ushort), null),
        ("INTEGER", DbType.Int32, typeof(int), null),
        ("UINTEGER", DbType.UInt32, typeof(uint), null),
        ("BIGINT", DbType.Int64, typeof(long), null),
        ("UBIGINT", DbType.UInt64, typeof(ulong), null),
        ("HUGEINT", DbType.VarNumeric, typeof(decimal), null),
        ("UHUGEINT", DbType.VarNumeric, typeof(decimal), null),
        ("FLOAT", DbType.Single, typeof(float), null),
        ("DOUBLE", DbType.Double, typeof(double), null),
        ("DECIMAL", DbType.Decimal, typeof(decimal), "precision,scale"),
        ("VARCHAR", DbType.String, typeof(string), null),
        ("BLOB", DbType.Binary, typeof(byte[]), null),
        ("UUID", DbType.Guid, typeof(Guid), null),
        ("DATE", DbType.Date, typeof(DateOnly), null),
        ("TIME", DbType.Time, typeof(TimeOnly), null),
        ("TIMESTAMP", DbType.DateTime2, typeof(DateTime), null),
        ("TIMESTAMP WITH TIME ZONE", DbType.DateTimeOffset, typeof(DateTime), null),
        ("INTERVAL", DbType.Object, typeof(TimeSpan), null),
    ];

    public static DataTable DataTypes()
    {
        var table = SchemaCollections.CreateTable(
            DbMetaDataCollectionNames.DataTypes,
            (DbMetaDataColumnNames.TypeName, typeof(string)),
            (DbMetaDataColumnNames.ProviderDbType, typeof(int)),
            (DbMetaDataColumnNames.ColumnSize, typeof(long)),
            (DbMetaDataColumnNames.CreateFormat, typeof(string)),
            (DbMetaDataColumnNames.CreateParameters, typeof(string)),
            (DbMetaDataColumnNames.DataType, typeof(string)),
            (DbMetaDataColumnNames.IsCaseSensitive, typeof(bool)),
            (DbMetaDataColumnNames.IsNullable, typeof(bool)),
            (DbMetaDataColumnNames.IsUnsigned, typeof(bool)),
            (DbMetaDataColumnNames.IsAutoIncrementable, typeof(bool)),
            (DbMetaDataColumnNames.IsBestMatch, typeof(bool)),
            (DbMetaDataColumnNames.IsFixedLength, typeof(bool)),
            (DbMetaDataColumnNames.IsLong, typeof(bool)),
            (DbMetaDataColumnNames.IsSearchable, typeof(bool)),
            (DbMetaDataColumnNames.IsSearchableWithLike, typeof(bool)),
            (DbMetaDataColumnNames.MaximumScale, typeof(short)),
            (DbMetaDataColumnNames.MinimumScale, typeof(short)),
            (DbMetaDataColumnNames.LiteralPrefix, typeof(string)),
            (DbMetaDataColumnNames.LiteralSuffix, typeof(string)));
        foreach (var type in Types)
        {
            table.Rows.Add(Cells(type));
        }

        return table;
    }

    private static object?[] Cells((string Name, DbType DbType, Type ClrType, string? Parameters) type)
    {
        var isText = type.ClrType == typeof(string);
        var isLong = isText || type.ClrType == typeof(byte[]);
        short? scale = type.DbType == DbType.Decimal ? 38 : null;
        return
        [
            type.Name,
            (int)type.DbType,
            isLong ? (long)int.MaxValue : null,
            type.Parameters is null ? type.Name : $"{type.Name}({{0}},{{1}})",
            type.Parameters,
            type.ClrType.FullName,
            isText,
            true,
            type.Name[0] == 'U' && type.Name != "UUID",
            false,
            type.Name is not ("HUGEINT" or "UHUGEINT" or "TIMESTAMP WITH TIME ZONE"),
            !isLong && scale is null,
            isLong,
            true,
            isText,
            scale,
            scale is null ? null : (short)0,
            Prefix(type.Name),
            Prefix(type.Name) is null ? null : "'",
        ];
    }

    private static string? Prefix(string name) => name switch
    {
        "VARCHAR" or "BLOB" or "UUID" => "'",
        "DATE" or "TIME" or "TIMESTAMP" or "INTERVAL" => name + " '",
        "TIMESTAMP WITH TIME ZONE" => "TIMESTAMPTZ '",
        _ => null,
    };
}
