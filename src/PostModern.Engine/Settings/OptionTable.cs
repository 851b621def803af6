using PostModern.Arrow.Compression;
using PostModern.Engine.Catalog;

namespace PostModern.Engine.Settings;

/// <summary>Every option that a session has.</summary>
internal static class OptionTable
{
    // In the order of BodyCompression. Before All, which uses it.
    private static readonly string[] s_compressions = ["none", "lz4", "zstd"];

    public static SortedDictionary<string, SessionOption> All { get; } = new(
        new[]
        {
            new SessionOption(
                "catalog", DatasetCatalog.CatalogName,
                _ => DatasetCatalog.CatalogName,
                (_, text) => OptionText.OneOf("catalog", text, DatasetCatalog.CatalogName)),
            new SessionOption(
                "schema", DatasetCatalog.DefaultSchema,
                o => o.Schema,
                (o, text) => o.Values = o.Values with { Schema = o.CheckSchema(text) }),
            new SessionOption(
                "statement_timeout", "0",
                o => OptionText.Show(o.StatementTimeout),
                (o, text) => o.Values = o.Values with { StatementTimeout = OptionText.ToDuration("statement_timeout", text) }),
            new SessionOption(
                "pm.as_of", string.Empty,
                o => OptionText.Show(o.AsOf),
                (o, text) => o.Values = o.Values with { AsOf = OptionText.ToTime("pm.as_of", text) }),
            new SessionOption(
                "pm.enum_encoding", "text",
                o => o.EnumsAsDictionaries ? "dictionary" : "text",
                (o, text) => o.Values = o.Values with { EnumsAsDictionaries = OptionText.OneOf("pm.enum_encoding", text, "text", "dictionary") == 1 }),
            new SessionOption(
                "pm.unsigned_encoding", "unsigned",
                o => o.WidensUnsigned ? "signed" : "unsigned",
                (o, text) => o.Values = o.Values with { WidensUnsigned = OptionText.OneOf("pm.unsigned_encoding", text, "unsigned", "signed") == 1 }),
            new SessionOption(
                "pm.compression", "none",
                o => s_compressions[(int)o.Compression],
                (o, text) => o.Values = o.Values with { Compression = (BodyCompression)OptionText.OneOf("pm.compression", text, s_compressions) }),
            new SessionOption(
                "pm.retention_check", "on",
                o => o.ChecksRetention ? "on" : "off",
                (o, text) => o.Values = o.Values with { ChecksRetention = OptionText.OneOf("pm.retention_check", text, "on", "off", "true", "false") % 2 == 0 }),
            new SessionOption(
                "pm.max_calls", "0",
                o => OptionText.Show(o.MaxCalls),
                (o, text) => o.Values = o.Values with { MaxCalls = (long?)OptionText.ToLimit("pm.max_calls", text) }),
            new SessionOption(
                "pm.max_cost", "0",
                o => OptionText.Show(o.MaxCost),
                (o, text) => o.Values = o.Values with { MaxCost = OptionText.ToLimit("pm.max_cost", text) }),
            new SessionOption(
                "pm.target_file_size", "128MB",
                o => OptionText.Show(o.TargetFileSize),
                (o, text) => o.Values = o.Values with { TargetFileSize = OptionText.ToSize("pm.target_file_size", text) }),
        }.ToDictionary(o => o.Name),
        StringComparer.OrdinalIgnoreCase);
}
