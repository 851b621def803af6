namespace PostModern.Models.Media;

/// <summary>Where the programs are that read video, sound and PDF files.</summary>
public sealed record ExternalPrograms
{
    /// <summary>The folder of <c>ffmpeg</c> and <c>ffprobe</c>; by default the <c>PATH</c> is searched.</summary>
    public string? FfmpegFolder { get; init; }

    /// <summary>The folder of <c>pdfinfo</c>, <c>pdftoppm</c> and <c>pdftotext</c>; by default the <c>PATH</c> is searched.</summary>
    public string? PopplerFolder { get; init; }
}
