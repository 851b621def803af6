using PostModern.Arrow.Compression;
using PostModern.Engine.Catalog;

namespace PostModern.Engine.Settings;

/// <summary>The values of all options at one moment; see <see cref="SessionOptions"/>.</summary>
internal sealed record SessionValues
{
    public string Schema { get; init; } = DatasetCatalog.DefaultSchema;

    public DateTimeOffset? AsOf { get; init; }

    public TimeSpan? StatementTimeout { get; init; }

    public bool EnumsAsDictionaries { get; init; }

    public bool WidensUnsigned { get; init; }

    public BodyCompression Compression { get; init; }

    public bool ChecksRetention { get; init; } = true;

    public long? MaxCalls { get; init; }

    public double? MaxCost { get; init; }

    public long TargetFileSize { get; init; } = 128L << 20;
}
