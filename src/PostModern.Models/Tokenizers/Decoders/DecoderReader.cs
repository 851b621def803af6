using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;
using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.Decoders;

/// <summary>Reads the <c>decoder</c> of a tokenizer.json.</summary>
internal static class DecoderReader
{
    /// <exception cref="ServerException">Unsupported: a type that isn't known.</exception>
    internal static IDecoder Read(JsonElement json) => json.OptionalText("type") switch
    {
        "Sequence" => new SequenceDecoder([.. json.Items("decoders").Select(Read)]),
        "WordPiece" => new WordPieceDecoder(json.OptionalText("prefix") ?? "##", json.Flag("cleanup", true)),
        "ByteLevel" => new ByteLevelDecoder(),
        "Metaspace" => new MetaspaceDecoder(
            (json.OptionalText("replacement") ?? "▁")[0],
            (json.OptionalText("prepend_scheme") ?? (json.Flag("add_prefix_space", true) ? "always" : "never")) != "never"),
        "ByteFallback" => new ByteFallbackDecoder(),
        "Fuse" => new EachTokenDecoder(fuses: true, token => token),
        "Strip" => new StripDecoder(json.Text("content"), json.Number("start", 0), json.Number("stop", 0)),
        "Replace" => ReadReplace(json),
        "BPEDecoder" => new BpeDecoder(json.OptionalText("suffix") ?? "</w>"),
        var other => throw new ServerException(ErrorCode.Unsupported, $"The tokenizer has a decoder '{other}', which is not known."),
    };

    private static EachTokenDecoder ReadReplace(JsonElement json)
    {
        var pattern = TextPattern.Read(json.GetProperty("pattern"));
        var content = json.Text("content");
        return new EachTokenDecoder(fuses: false, token => pattern.Replace(token, content));
    }
}
