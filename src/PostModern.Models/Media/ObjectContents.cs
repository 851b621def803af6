using PostModern.Arrow.Errors;
using PostModern.Lake.Archives;
using PostModern.Lake.Objects;
using PostModern.Lake.Parts;
using PostModern.Models.Media.Ffmpeg;
using PostModern.Models.Media.Poppler;

namespace PostModern.Models.Media;

/// <summary>The bytes of objects and of their parts, each made from the whole when it is asked for. Safe for concurrent use.</summary>
/// <remarks>What was made last is kept in files without a name, so that several functions of a statement and the rows of one archive share it.</remarks>
public sealed class ObjectContents : IObjectContents, IDisposable
{
    /// <summary>Of all parts that are kept and not in use.</summary>
    private const long KeptBytes = 4L << 30;

    /// <summary>Each takes an open file.</summary>
    private const int KeptFiles = 200;

    /// <summary>Members in all indexes that are kept: some 60 MB.</summary>
    private const long KeptMembers = 200_000;

    private const int KeptIndexes = 64;
    private const int KeptHeaders = 1000;

    private readonly ObjectStores _stores;
    private readonly Memo<ScratchFile> _files = new(KeptBytes, KeptFiles, file => file.Length);
    private readonly Memo<ArchiveIndex> _indexes = new(KeptMembers, KeptIndexes, index => index.Members.Count);
    private readonly Memo<MediaInfo> _headers = new(KeptHeaders, KeptHeaders, _ => 1);
    private readonly PartMaker _maker;

    /// <param name="stores">Of the wholes.</param>
    /// <param name="programs">Where the programs are that read video, sound and PDF files.</param>
    public ObjectContents(ObjectStores stores, ExternalPrograms? programs = null)
    {
        _stores = stores;
        Ffmpeg = new FfmpegTools(programs?.FfmpegFolder);
        Poppler = new PopplerTools(programs?.PopplerFolder);
        _maker = new PartMaker(this);
    }

    internal FfmpegTools Ffmpeg { get; }

    internal PopplerTools Poppler { get; }

    internal ArchiveLimits Limits { get; } = new();

    public async Task<Stream> OpenAsync(ObjectRef obj, CancellationToken cancellationToken = default) =>
        await (await FindAsync(obj, cancellationToken)).OpenAsync(cancellationToken);

    public async Task<string?> ReadTextAsync(ObjectRef obj, CancellationToken cancellationToken = default)
    {
        var part = ObjectPart.Of(obj);
        return part.Steps is [.., PageStep page]
            ? await _maker.ReadTextAsync(SourceOf(await PinAsync(part, cancellationToken), part.Steps.Count - 1), page.Number, cancellationToken)
            : null;
    }

    /// <summary>The object or part, pinned to its present state if nothing pinned it; its URI can take a fragment.</summary>
    internal async Task<ObjectRef> PinAsync(ObjectRef obj, CancellationToken cancellationToken)
    {
        var part = ObjectPart.Of(obj);
        var whole = (await PinAsync(part, cancellationToken)).Whole;
        return part.Steps.Count == 0 ? whole : obj with { Version = whole.Version, Etag = whole.Etag, Modified = whole.Modified };
    }

    internal async Task<PartSource> FindAsync(ObjectRef obj, CancellationToken cancellationToken)
    {
        var part = ObjectPart.Of(obj);
        return part.Steps.Count == 0 ? Whole(part.Whole) : SourceOf(await PinAsync(part, cancellationToken), part.Steps.Count);
    }

    /// <summary>What the archive holds.</summary>
    internal async Task<ArchiveIndex> ReadIndexAsync(PartSource archive, CancellationToken cancellationToken)
    {
        using var lease = await _indexes.GetAsync(
            archive.Key,
            async token =>
            {
                await using var stream = await archive.OpenAsync(token);
                return await Archive.ReadIndexAsync(stream, Limits, token);
            },
            cancellationToken);
        return lease.Value;
    }

    /// <summary>What the headers of a video or recording say.</summary>
    internal async Task<MediaInfo> ReadHeadersAsync(PartSource media, CancellationToken cancellationToken)
    {
        using var lease = await _headers.GetAsync(
            media.Key,
            async token =>
            {
                await using var file = await OpenFileAsync(media, token);
                return await Ffmpeg.ProbeAsync(file.Path, token);
            },
            cancellationToken);
        return lease.Value;
    }

    /// <summary>The bytes as a file: a local one where it lies, others as a copy.</summary>
    internal async Task<ContentFile> OpenFileAsync(PartSource source, CancellationToken cancellationToken)
    {
        var copyKey = source.KeyOf("copy");
        if (_files.TryGet(copyKey) is { } known)
        {
            return FileOf(new ScratchStream(known));
        }

        var stream = await source.OpenAsync(cancellationToken);
        switch (stream)
        {
            case FileStream file:
                return new ContentFile(OpenPath.Of(file), file);
            case ScratchStream scratch:
                return FileOf(scratch);
            default:
                await using (stream)
                {
                    return FileOf(new ScratchStream(await _files.GetAsync(
                        copyKey, token => ScratchFile.CopyAsync(stream, Limits.MostInflatedBytes, token), cancellationToken)));
                }
        }
    }

    /// <summary>Something that is made of others, kept for a while.</summary>
    internal async Task<Stream> OpenMadeAsync(string? key, Func<CancellationToken, Task<ScratchFile>> make, CancellationToken cancellationToken) =>
        new ScratchStream(await _files.GetAsync(key, make, cancellationToken));

    /// <summary>Drops what is kept.</summary>
    public void Dispose()
    {
        _files.Dispose();
        _indexes.Dispose();
        _headers.Dispose();
    }

    private static ContentFile FileOf(ScratchStream scratch) => new(scratch.Path, scratch);

    private PartSource SourceOf(ObjectPart part, int steps)
    {
        if (steps == 0)
        {
            return Whole(part.Whole);
        }

        var container = SourceOf(part, steps - 1);
        return _maker.PartOf(container, part.Steps[steps - 1]);
    }

    private PartSource Whole(ObjectRef whole) => new(
        whole.Etag is null && whole.Version is null ? null : $"{whole.Uri}\0{whole.Version}\0{whole.Etag}",
        token => _stores.For(whole.Uri).OpenReadAsync(whole, token));

    private async Task<ObjectPart> PinAsync(ObjectPart part, CancellationToken cancellationToken)
    {
        var whole = part.Whole;
        if ((whole.Etag is not null || whole.Version is not null) && ObjectUri.SchemeOf(whole.Uri).Length > 0)
        {
            return part;
        }

        var present = await _stores.For(whole.Uri).TryGetAsync(whole.Uri, cancellationToken)
            ?? throw new ServerException(ErrorCode.NotFound, $"There is no object '{whole.Uri}'.");
        return part with { Whole = whole.Etag is null && whole.Version is null ? present : whole with { Uri = present.Uri } };
    }
}
