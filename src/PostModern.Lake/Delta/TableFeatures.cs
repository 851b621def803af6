using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>Which tables we may read and write: what a table asks for and we don't know is refused by its name.</summary>
/// <remarks>
/// Delta transaction log protocol, section "Table Features". A feature that a table merely allows, and doesn't use, asks for nothing.
/// </remarks>
internal static class TableFeatures
{
    private const string TimestampNtz = "timestampNtz";
    private const string InCommitTimestamp = "inCommitTimestamp";
    private const string V2Checkpoint = "v2Checkpoint";
    private const string ColumnMappingFeature = "columnMapping";
    private const string DeletionVectorsFeature = "deletionVectors";

    /// <summary>Features that we handle or that are harmless while unused, with the test for their use.</summary>
    private static readonly Dictionary<string, Func<TableMetadata, bool>> IsUsed = new()
    {
        [TimestampNtz] = _ => false,
        ["vacuumProtocolCheck"] = _ => false,
        ["appendOnly"] = _ => false, // obeyed: see Transaction
        [DeletionVectorsFeature] = _ => false,
        [ColumnMappingFeature] = _ => false,
        [TypeWidening.Feature] = _ => false,
        ["typeWidening-preview"] = _ => false,
        ["invariants"] = m => m.SchemaString.Contains("delta.invariants", StringComparison.Ordinal),
        ["checkConstraints"] = m => m.Configuration.Keys.Any(k => k.StartsWith("delta.constraints.", StringComparison.Ordinal)),
        ["changeDataFeed"] = m => TableProperties.IsOn(m, "delta.enableChangeDataFeed"),
        ["generatedColumns"] = m => m.SchemaString.Contains("delta.generationExpression", StringComparison.Ordinal),
        ["identityColumns"] = m => m.SchemaString.Contains("delta.identity.", StringComparison.Ordinal),
        [InCommitTimestamp] = _ => false,
        [V2Checkpoint] = _ => false,
        ["domainMetadata"] = _ => false, // carried on
    };

    /// <summary>What the numbered writer versions stand for, the highest first to need each.</summary>
    private static readonly (int From, string Feature)[] LegacyWriter =
    [
        (2, "appendOnly"), (2, "invariants"), (3, "checkConstraints"), (4, "changeDataFeed"), (4, "generatedColumns"),
        (5, ColumnMappingFeature), (6, "identityColumns"),
    ];

    /// <summary>The least that a table with these columns, and with <see cref="NewConfiguration"/>, asks of its readers and writers.</summary>
    public static Protocol ProtocolFor(Schema schema) => Upgrade(new Protocol(1, 7, null, ["appendOnly", "invariants", InCommitTimestamp]), schema);

    /// <summary>The properties of tables that we make.</summary>
    public static IReadOnlyDictionary<string, string> NewConfiguration { get; } =
        new Dictionary<string, string> { [TableProperties.EnableInCommitTimestamps] = "true" };

    /// <summary>Whether each commit says when it was made.</summary>
    public static bool HasInCommitTimestamps(Protocol protocol, TableMetadata metadata) =>
        protocol.WriterFeatures?.Contains(InCommitTimestamp) == true && TableProperties.HasInCommitTimestamps(metadata);

    /// <summary>Whether checkpoints may be of the V2 specification.</summary>
    public static bool HasV2Checkpoints(Protocol protocol) => protocol.ReaderFeatures?.Contains(V2Checkpoint) == true;

    /// <summary>The protocol that still holds when the table gets other columns: features are only ever added.</summary>
    public static Protocol Upgrade(Protocol protocol, Schema schema) =>
        DeltaSchema.HasNaiveTimestamp(schema) ? Add(protocol, TimestampNtz) : protocol;

    /// <summary>The protocol with one more feature that readers and writers must know.</summary>
    public static Protocol Add(Protocol protocol, string feature)
    {
        if (protocol.WriterFeatures?.Contains(feature) == true)
        {
            return protocol;
        }

        var writer = protocol.WriterFeatures ?? [.. LegacyWriter.Where(f => f.From <= protocol.MinWriterVersion).Select(f => f.Feature)];
        var reader = protocol.ReaderFeatures ?? (protocol.MinReaderVersion == 2 ? [ColumnMappingFeature] : []);
        return new Protocol(3, 7, [.. reader.Append(feature).Distinct()], [.. writer.Append(feature).Distinct()]);
    }

    /// <summary>The least protocol that holds for tables of both: features are only ever added.</summary>
    public static Protocol Union(Protocol a, Protocol b)
    {
        var (reader, writer) = (Math.Max(a.MinReaderVersion, b.MinReaderVersion), Math.Max(a.MinWriterVersion, b.MinWriterVersion));
        if (a.WriterFeatures is null && b.WriterFeatures is null)
        {
            return new Protocol(reader, writer);
        }

        var known = a.WriterFeatures ?? [];
        var added = WriterFeatures(b).Concat(WriterFeatures(a)).Distinct().Where(f => !known.Contains(f)).ToList();
        ValueList<string>? readers = reader < 3 ? null : [.. ReaderFeatures(a).Concat(ReaderFeatures(b)).Distinct()];

        return added.Count == 0 && reader == a.MinReaderVersion && Equals(readers, a.ReaderFeatures) ? a : new Protocol(reader, 7, readers, [.. known, .. added]);
    }

    /// <summary>The protocol that a table with these settings and types needs.</summary>
    public static Protocol Upgrade(Protocol protocol, TableMetadata metadata)
    {
        protocol = Upgrade(protocol, DeltaSchema.FromJson(metadata.SchemaString));
        protocol = ColumnMapping.IsOn(metadata) && !HasLegacyMapping(protocol) ? Add(protocol, ColumnMappingFeature) : protocol;
        protocol = metadata.SchemaString.Contains(TypeWidening.ChangesKey, StringComparison.Ordinal) ? Add(protocol, TypeWidening.Feature) : protocol;
        return AllowsDeletionVectors(metadata) ? Add(protocol, DeletionVectorsFeature) : protocol;
    }

    /// <summary>Whether deleted rows may be written down instead of taken out of their files.</summary>
    public static bool AllowsDeletionVectors(TableMetadata metadata) => TableProperties.IsOn(metadata, "delta.enableDeletionVectors");

    /// <exception cref="ServerException">Unsupported, naming the features.</exception>
    public static void CheckReadable(Protocol protocol, TableMetadata metadata, string table)
    {
        CheckVersion(protocol.MinReaderVersion, 3, "reader", table);
        Check(protocol.ReaderFeatures ?? (protocol.MinReaderVersion == 2 ? [ColumnMappingFeature] : []), metadata, "read", table);
        if (metadata.FormatProvider != "parquet")
        {
            throw new ServerException(ErrorCode.Unsupported, $"Table '{table}' keeps its data as '{metadata.FormatProvider}', not as Parquet.");
        }
    }

    /// <exception cref="ServerException">Unsupported, naming the features.</exception>
    public static void CheckWritable(Protocol protocol, TableMetadata metadata, string table)
    {
        CheckVersion(protocol.MinWriterVersion, 7, "writer", table);
        var legacy = LegacyWriter.Where(f => f.From <= protocol.MinWriterVersion).Select(f => f.Feature);
        Check(protocol.WriterFeatures ?? legacy, metadata, "write", table);
    }

    public static bool IsAppendOnly(TableMetadata metadata) => TableProperties.IsOn(metadata, "delta.appendOnly");

    private static IEnumerable<string> WriterFeatures(Protocol protocol) =>
        protocol.WriterFeatures ?? LegacyWriter.Where(f => f.From <= protocol.MinWriterVersion).Select(f => f.Feature);

    private static ValueList<string> ReaderFeatures(Protocol protocol) =>
        protocol.ReaderFeatures ?? (protocol.MinReaderVersion == 2 ? ["columnMapping"] : []);

    /// <summary>Reader 2 and writer 5 stand for column mapping by themselves.</summary>
    private static bool HasLegacyMapping(Protocol protocol) =>
        protocol is { MinReaderVersion: 2, MinWriterVersion: 5 or 6, WriterFeatures: null };

    private static void Check(IEnumerable<string> features, TableMetadata metadata, string verb, string table)
    {
        var unknown = features.Where(f => !IsUsed.TryGetValue(f, out var isUsed) || isUsed(metadata)).ToList();
        if (unknown.Count > 0)
        {
            throw new ServerException(
                ErrorCode.Unsupported, $"Can't {verb} table '{table}': it uses the Delta table features {string.Join(", ", unknown)}.");
        }
    }

    private static void CheckVersion(int version, int highest, string role, string table)
    {
        if (version > highest)
        {
            throw new ServerException(
                ErrorCode.Unsupported, $"Table '{table}' needs Delta {role} version {version}; {highest} is the highest known here.");
        }
    }
}
