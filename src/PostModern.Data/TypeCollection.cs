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
            (DbMetaDataColumnNames.CreateFormat, typeof(string)),
            (DbMetaDataColumnNames.CreateParameters, typeof(string)),
            (DbMetaDataColumnNames.DataType, typeof(string)),
            (DbMetaDataColumnNames.IsCaseSensitive, typeof(bool)),
            (DbMetaDataColumnNames.IsNullable, typeof(bool)),
            (DbMetaDataColumnNames.IsUnsigned, typeof(bool)));
        foreach (var (name, dbType, clrType, parameters) in Types)
        {
            table.Rows.Add(
                name,
                (int)dbType,
                parameters is null ? name : $"{name}({{0}},{{1}})",
                parameters,
                clrType.FullName,
                clrType == typeof(string),
                true,
                name[0] == 'U' && name != "UUID");
        }

        return table;
    }
}
