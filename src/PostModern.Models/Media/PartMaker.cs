using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Archives;
using PostModern.Lake.Parts;
using PostModern.Models.Media.Ffmpeg;

namespace PostModern.Models.Media;

/// <summary>Makes the part that one step leads to.</summary>
internal sealed class PartMaker(ObjectContents contents)
{
    private const int MostPictureBytes = 512 << 20;

    /// <param name="container">What the part is of.</param>
    /// <param name="step">Which part.</param>
    public PartSource PartOf(PartSource container, FragmentStep step)
    {
        var key = container.KeyOf(step.ToString()!);
        return new PartSource(key, step switch
        {
            MemberStep member => token => OpenMemberAsync(container, key, member.Name, token),
            PageStep page => token => contents.OpenMadeAsync(key, making => RenderAsync(container, page.Number, making), token),
            TimeStep time => token => contents.OpenMadeAsync(key, making => PlayAsync(container, time, making), token),
            AreaStep area => token => contents.OpenMadeAsync(key, making => CutAsync(container, area, making), token),
            _ => throw new InvalidOperationException($"There is no part '{step}'."),
        });
    }

    public async Task<string> ReadTextAsync(PartSource document, int page, CancellationToken cancellationToken)
    {
        await using var file = await OpenDocumentAsync(document, page, cancellationToken);
        return await contents.Poppler.ReadTextAsync(file.Path, page, cancellationToken);
    }

    /// <summary>A PDF file that is checked to be one, and to have that page.</summary>
    /// <param name="document">The file.</param>
    /// <param name="page">From 1; 0 for any.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ContentFile> OpenDocumentAsync(PartSource document, int page, CancellationToken cancellationToken)
    {
        var file = await contents.OpenFileAsync(document, cancellationToken);
        try
        {
            await CheckAsync(file, page, cancellationToken);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task<Stream> OpenMemberAsync(PartSource container, string? key, string name, CancellationToken cancellationToken)
    {
        var index = await contents.ReadIndexAsync(container, cancellationToken);
        var member = index.Find(name);
        var archive = index.Kind == ArchiveKind.GzipTar ? Inflated(container) : container;
        return member.IsStored
            ? await OpenMemberAsync(archive, index, member, cancellationToken)
            : await contents.OpenMadeAsync(
                key,
                async token =>
                {
                    await using var inflated = await OpenMemberAsync(archive, index, member, token);
                    return await ScratchFile.CopyAsync(inflated, contents.Limits.MostInflatedBytes, token);
                },
                cancellationToken);
    }

    private async Task<Stream> OpenMemberAsync(PartSource archive, ArchiveIndex index, ArchiveMember member, CancellationToken cancellationToken)
    {
        var stream = await archive.OpenAsync(cancellationToken);
        try
        {
            return await Archive.OpenAsync(stream, index, member, contents.Limits, cancellationToken);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>The tar in a tar.gz: inflated once, whichever of its members are read.</summary>
    private PartSource Inflated(PartSource packed)
    {
        var key = packed.KeyOf("tar");
        return new PartSource(key, token => contents.OpenMadeAsync(
            key,
            async making =>
            {
                await using var stream = await packed.OpenAsync(making);
                await using var inflated = Archive.Inflate(stream, contents.Limits, contents.Limits.MostInflatedBytes);
                return await ScratchFile.CopyAsync(inflated, contents.Limits.MostInflatedBytes, making);
            },
            token));
    }

    private async Task<ScratchFile> RenderAsync(PartSource document, int page, CancellationToken cancellationToken)
    {
        await using var file = await OpenDocumentAsync(document, page, cancellationToken);
        return await ScratchFile.CreateAsync(await contents.Poppler.RenderAsync(file.Path, page, cancellationToken), cancellationToken);
    }

    private async Task<ScratchFile> PlayAsync(PartSource media, TimeStep time, CancellationToken cancellationToken)
    {
        var headers = await contents.ReadHeadersAsync(media, cancellationToken);
        await using var file = await contents.OpenFileAsync(media, cancellationToken);
        if (time.End is null && headers.HasVideo)
        {
            var frame = await contents.Ffmpeg.FrameAsync(file.Path, time.Start, cancellationToken);
            return frame.Length > 0 ? await ScratchFile.CreateAsync(frame, cancellationToken) : throw Beyond(time, headers, "picture");
        }

        if (!headers.HasAudio)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The file has no sound, so there is no '#{time}' of it. A picture is named by one time: #t=12.5.");
        }

        return await RecordAsync(file, time, headers, cancellationToken);
    }

    private async Task<ScratchFile> RecordAsync(ContentFile file, TimeStep time, MediaInfo headers, CancellationToken cancellationToken)
    {
        var recording = await ScratchFile.WriteAsync(async wave =>
        {
            await wave.WriteAsync(WaveFile.Header(0), cancellationToken);
            await contents.Ffmpeg.ReadSoundAsync(file.Path, time.Start, time.End - time.Start, (sound, token) => sound.CopyToAsync(wave, token), cancellationToken);
            wave.Seek(0, SeekOrigin.Begin);
            await wave.WriteAsync(WaveFile.Header(wave.Length - WaveFile.HeaderBytes), cancellationToken);
        });
        if (recording.Length > WaveFile.HeaderBytes)
        {
            return recording;
        }

        recording.Dispose();
        throw Beyond(time, headers, "sound");
    }

    private static async Task<ScratchFile> CutAsync(PartSource picture, AreaStep area, CancellationToken cancellationToken)
    {
        await using var stream = await picture.OpenAsync(cancellationToken);
        if (stream.Length > MostPictureBytes)
        {
            throw new ServerException(ErrorCode.ResourceExhausted, string.Create(
                CultureInfo.InvariantCulture, $"The picture has {stream.Length} bytes; parts are cut out of at most {MostPictureBytes}."));
        }

        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return await ScratchFile.CreateAsync(PictureCrop.Cut(bytes, area), cancellationToken);
    }

    private async Task CheckAsync(ContentFile file, int page, CancellationToken cancellationToken)
    {
        var head = new byte[1024];
        file.Content.Seek(0, SeekOrigin.Begin);
        var length = await file.Content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (head.AsSpan(0, length).IndexOf("%PDF-"u8) < 0)
        {
            throw new ServerException(ErrorCode.InvalidInput, "The file is no PDF file, and only those have pages.");
        }

        if (page > 0 && await contents.Poppler.CountPagesAsync(file.Path, cancellationToken) is var pages && page > pages)
        {
            throw new ServerException(ErrorCode.NotFound, string.Create(CultureInfo.InvariantCulture, $"There is no page {page}; the file has {pages}."));
        }
    }

    private static ServerException Beyond(TimeStep time, MediaInfo headers, string what) => new(
        ErrorCode.NotFound,
        headers.Duration is { } duration
            ? string.Create(CultureInfo.InvariantCulture, $"There is no {what} at '{time}'; the file lasts {duration.TotalSeconds:0.###} seconds.")
            : $"There is no {what} at '{time}'.");
}
