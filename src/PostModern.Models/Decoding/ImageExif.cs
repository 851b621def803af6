namespace PostModern.Models.Decoding;

/// <summary>What EXIF says about how a picture was taken; null for what it leaves out.</summary>
/// <remarks>CIPA DC-008 (EXIF 2.32): the names there are Make, Model, LensModel, Software, DateTimeOriginal, ExposureTime, FNumber,
/// PhotographicSensitivity, FocalLength, GPSLatitude, GPSLongitude, GPSAltitude.</remarks>
public sealed record ImageExif
{
    /// <summary>Who made the camera.</summary>
    public string? Make { get; init; }

    /// <summary>The camera.</summary>
    public string? Model { get; init; }

    /// <summary>The lens.</summary>
    public string? Lens { get; init; }

    /// <summary>What wrote the file.</summary>
    public string? Software { get; init; }

    /// <summary>When the picture was taken, on the camera's clock.</summary>
    public DateTime? Taken { get; init; }

    /// <summary>Seconds.</summary>
    public double? ExposureTime { get; init; }

    /// <summary>The aperture: 2.8 for f/2.8.</summary>
    public double? FNumber { get; init; }

    /// <summary>The sensitivity.</summary>
    public int? Iso { get; init; }

    /// <summary>Millimetres.</summary>
    public double? FocalLength { get; init; }

    /// <summary>Degrees, north positive.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees, east positive.</summary>
    public double? Longitude { get; init; }

    /// <summary>Metres above the sea.</summary>
    public double? Altitude { get; init; }
}
