using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;
using PostModern.Models.Tokenizers.Characters;

namespace PostModern.Models.Tokenizers.Normalizers;

/// <summary>Reads the <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    /// <exception cref="ServerException">Unsupported: a type that isn't known.</exception>
    internal static INormalizer Read(JsonElement json) => json.GetProperty("type").GetString() switch
    {
        "Sequence" => new SequenceNormalizer([.. json.GetProperty("normalizers").EnumerateArray().Select(Read)]),
        "NFC" => new FormNormalizer(NormalForm.Nfc),
        "NFD" => new FormNormalizer(NormalForm.Nfd),
        "NFKC" => new FormNormalizer(NormalForm.Nfkc),
        "NFKD" => new FormNormalizer(NormalForm.Nfkd),
        "Lowercase" => new LowercaseNormalizer(),
        "StripAccents" => new StripAccentsNormalizer(),
        "BertNormalizer" => BertNormalizer.Read(json),
        "Replace" => ReplaceNormalizer.Read(json),
        "Prepend" => new PrependNormalizer(json.Text("prepend")),
        "Strip" => new StripNormalizer(json.Flag("strip_left", true), json.Flag("strip_right", true)),
        "Precompiled" => PrecompiledNormalizer.Read(json),
        "Nmt" => new NmtNormalizer(),
        "ByteLevel" => new ByteLevelNormalizer(),
        var other => throw new ServerException(ErrorCode.Unsupported, $"The tokenizer has a normalizer '{other}', which is not known."),
    };
}
