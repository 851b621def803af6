using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Decoding;
using PostModern.Models.Json;

namespace PostModern.Models.Transformers.Pictures;

/// <summary>Pictures as a network wants them, by preprocessor_config.json: resized, cut to the middle, scaled and normalised.</summary>
/// <remarks>Resizing is libvips' own, whatever filter the file names: at equal sizes the pixels are the same, else close.</remarks>
internal sealed class PictureInput
{
    private const int DefaultSide = 224;
    private const int LargestThatIsCut = 384;

    private readonly (int Width, int Height) _decoded;
    private readonly ImageFit _fit;
    private readonly PixelNormalization _normalization;

    private PictureInput(JsonElement json)
    {
        (_decoded, _fit) = Resize(json);
        (Width, Height) = json.Flag("do_center_crop", false) && Size(json, "crop_size") is { } crop ? crop
            : ShareThatStays(json) is null ? _decoded
            : Size(json, "size") ?? _decoded;
        if (Width > _decoded.Width || Height > _decoded.Height)
        {
            throw new ServerException(ErrorCode.Unsupported, $"The model cuts pictures of {_decoded.Width} × {_decoded.Height} to {Width} × {Height}, which is larger.");
        }

        var factor = json.Flag("do_rescale", true) ? json.Member("rescale_factor")?.GetDouble() ?? (1 / 255d) : 1;
        var normalises = json.Flag("do_normalize", true);
        var (mean, deviation) = normalises ? (Channels(json, "image_mean"), Channels(json, "image_std")) : ([0, 0, 0], [1, 1, 1]);
        _normalization = new PixelNormalization(
            (mean[0] / factor, mean[1] / factor, mean[2] / factor), (deviation[0] / factor, deviation[1] / factor, deviation[2] / factor), blueFirst: false);
    }

    internal int Width { get; }

    internal int Height { get; }

    /// <param name="json">preprocessor_config.json; null for what ViT does.</param>
    /// <exception cref="ServerException">Unsupported: a size that isn't known.</exception>
    internal static PictureInput Read(JsonElement? json) => new(json ?? JsonSerializer.Deserialize<JsonElement>("{}"));

    /// <summary>An image file's bytes to three planes of floats.</summary>
    /// <exception cref="ServerException">InvalidInput: no image, or a damaged one.</exception>
    internal float[] Decode(ReadOnlyMemory<byte> file)
    {
        using var image = ImageDecoder.Decode(file, _decoded.Width, _decoded.Height, _fit);
        var planes = new float[3 * Width * Height];
        if ((image.Width, image.Height) == (Width, Height))
        {
            _normalization.Apply(image.Pixels, planes);
        }
        else
        {
            _normalization.Apply(Middle(image), planes);
        }

        return planes;
    }

    private byte[] Middle(PixelImage image)
    {
        var (left, top) = ((image.Width - Width) / 2, (image.Height - Height) / 2);
        var middle = new byte[3 * Width * Height];
        for (var row = 0; row < Height; row++)
        {
            image.Pixels.Slice(3 * (((top + row) * image.Width) + left), 3 * Width).CopyTo(middle.AsSpan(3 * row * Width));
        }

        return middle;
    }

    // The shorter edge at a size and then the middle of it: that is to cover a square.
    private static ((int, int) Size, ImageFit Fit) Resize(JsonElement json)
    {
        if (json.Member("size") is { ValueKind: JsonValueKind.Object } size && size.Member("shortest_edge") is { } edge)
        {
            var side = edge.GetInt32();
            var resized = ShareThatStays(json) is { } share ? (int)(side / share) : side;
            return ((resized, resized), json.Member("crop_pct") is not null && side >= LargestThatIsCut ? ImageFit.Stretch : ImageFit.Cover);
        }

        var exact = Size(json, "size") ?? (DefaultSide, DefaultSide);

        // CLIP's early files give the shorter edge as a bare number.
        var crops = json.Flag("do_center_crop", false) && json.Member("size") is { ValueKind: JsonValueKind.Number };
        return (exact, crops ? ImageFit.Cover : ImageFit.Stretch);
    }

    // ConvNeXt's way to say how large a part of the resized picture its middle is; from some size on it takes all.
    private static double? ShareThatStays(JsonElement json) =>
        json.Member("crop_pct") is { ValueKind: JsonValueKind.Number } share && Size(json, "size") is { Width: < LargestThatIsCut } ? share.GetDouble() : null;

    private static (int Width, int Height)? Size(JsonElement json, string name) => json.Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } side => (side.GetInt32(), side.GetInt32()),
        { ValueKind: JsonValueKind.Object } size when size.Member("height") is not null => (size.Number("width", DefaultSide), size.Number("height", DefaultSide)),
        { ValueKind: JsonValueKind.Object } size when size.Member("shortest_edge") is { } edge => (edge.GetInt32(), edge.GetInt32()),
        { } other => throw new ServerException(ErrorCode.Unsupported, $"The model wants pictures of {name} {other.GetRawText()}, which is not known."),
    };

    private static double[] Channels(JsonElement json, string name)
    {
        double[] values = [.. json.Items(name).Select(value => value.GetDouble())];
        return values.Length switch
        {
            3 => values,
            0 => [0.5, 0.5, 0.5],
            _ => throw new ServerException(ErrorCode.Unsupported, $"The model wants pictures with {values.Length} channels, not 3."),
        };
    }
}
