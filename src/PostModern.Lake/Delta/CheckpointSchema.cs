using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>The columns of a checkpoint's Parquet file: one a kind of action, of which a row has exactly one.</summary>
/// <remarks>
/// Delta transaction log protocol, section "Checkpoint Schema". Fields that this software leaves empty, such as row ids, are there for
/// the tables of other engines: what an action has must not be lost when it goes through a checkpoint.
/// </remarks>
internal static class CheckpointSchema
{
    private static readonly MapType Texts = new(ArrowTypes.Utf8, ArrowTypes.Utf8);
    private static readonly ListType Names = new(ArrowTypes.Utf8);

    /// <summary>What the V1 specification has.</summary>
    public static Schema Classic { get; } = new(
        new Field("txn", new StructType(Text("appId"), Number("version"), Number("lastUpdated"))),
        new Field("add", new StructType([.. File(), Number("modificationTime"), Text("stats"), .. RowIds(), Text("clusteringProvider")])),
        new Field("remove", new StructType([.. File(), Number("deletionTimestamp"), Flag("extendedFileMetadata"), .. RowIds()])),
        new Field("metaData", new StructType(
            Text("id"),
            Text("name"),
            Text("description"),
            new Field("format", new StructType(Text("provider"), new Field("options", Texts))),
            Text("schemaString"),
            new Field("partitionColumns", Names),
            new Field("configuration", Texts),
            Number("createdTime"))),
        new Field("protocol", new StructType(
            new Field("minReaderVersion", ArrowTypes.Int32),
            new Field("minWriterVersion", ArrowTypes.Int32),
            new Field("readerFeatures", Names),
            new Field("writerFeatures", Names))),
        new Field("domainMetadata", new StructType(Text("domain"), Text("configuration"), Flag("removed"))));

    /// <summary>What the V2 specification has, with the files in the checkpoint itself.</summary>
    public static Schema V2 { get; } = new([
        .. Classic.Fields,
        new Field("checkpointMetadata", new StructType(Number("version"), new Field("tags", Texts))),
        new Field("sidecar", new StructType(Text("path"), Number("sizeInBytes"), Number("modificationTime"), new Field("tags", Texts)))]);

    /// <summary>
    /// What is read of any checkpoint. Of statistics that are kept as typed columns only the rows are: the ranges may hold NaN, which JSON has not.
    /// </summary>
    public static Schema ToRead { get; } = new(V2.Fields.Select(f => f.Name == "add" ? WithParsedRows(f) : f));

    private static Field WithParsedRows(Field add) => add with
    {
        Type = new StructType([.. ((StructType)add.Type).Fields, new Field("stats_parsed", new StructType(Number("numRecords")))]),
    };

    private static IEnumerable<Field> File() =>
    [
        Text("path"),
        new Field("partitionValues", Texts),
        Number("size"),
        Flag("dataChange"),
        new Field("tags", Texts),
        new Field("deletionVector", new StructType(
            Text("storageType"),
            Text("pathOrInlineDv"),
            new Field("offset", ArrowTypes.Int32),
            new Field("sizeInBytes", ArrowTypes.Int32),
            Number("cardinality"))),
    ];

    private static IEnumerable<Field> RowIds() => [Number("baseRowId"), Number("defaultRowCommitVersion")];

    private static Field Text(string name) => new(name, ArrowTypes.Utf8);

    private static Field Number(string name) => new(name, ArrowTypes.Int64);

    private static Field Flag(string name) => new(name, ArrowTypes.Boolean);
}
