using PostModern.Models.Decoding;
using PostModern.Models.Inference;
using PostModern.Models.Loading;

namespace PostModern.Models.Tasks.Moderation;

/// <summary>NSFWJS's MobileNet v2: how likely a picture is of one of five kinds.</summary>
/// <remarks><c>input</c> float [1, 224, 224, 3], red, green, blue from 0 to 1 → <c>probabilities</c> [1, 5] in the order of <see cref="Kinds"/>.</remarks>
internal sealed class ModerationModel(OnnxModel model)
{
    internal const string Family = "nsfw-mobilenet-v2";

    /// <summary>Pixels across and down.</summary>
    internal const int Side = 224;

    internal static ModerationModel Of(ModelParts parts) => parts.Share(() => new ModerationModel(parts.Graph("classifier")));

    /// <summary>What a picture can be.</summary>
    internal static IReadOnlyList<string> Kinds { get; } = ["drawing", "hentai", "neutral", "porn", "sexy"];

    /// <summary>As the model was trained: the whole picture, whatever becomes of its shape.</summary>
    internal static PixelImage Prepare(ReadOnlyMemory<byte> content) => ImageDecoder.Decode(content, Side, Side, ImageFit.Stretch);

    /// <returns>A likelihood a kind; together 1.</returns>
    internal float[] Judge(PixelImage image, CancellationToken cancellationToken)
    {
        var input = new float[Side * Side * 3];
        var pixels = image.Pixels;
        for (var i = 0; i < input.Length; i++)
        {
            input[i] = pixels[i] / 255f;
        }

        using var outputs = model.Run([OnnxInput.Of<float>("input", input, 1, Side, Side, 3)], ["probabilities"], cancellationToken);
        return outputs.Floats(0).ToArray();
    }
}
