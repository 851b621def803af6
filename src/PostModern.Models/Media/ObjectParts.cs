using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Archives;
using PostModern.Lake.Objects;
using PostModern.Lake.Parts;
using PostModern.Models.Media.Ffmpeg;
using PostModern.Models.Media.Sound;

namespace PostModern.Models.Media;

/// <summary>Lists the parts of objects: members, pages, frames and stretches of sound. Nothing is unpacked, rendered or copied for it.</summary>
/// <param name="contents">Reads them.</param>
public sealed class ObjectParts(ObjectContents contents)
{
    /// <summary>Of one object: a frame a second of a day's video, or 200 MB of rows while they are made.</summary>
    private const int MostParts = 100_000;

    private readonly PartMaker _maker = new(contents);

    /// <summary>The files in an archive.</summary>
    /// <exception cref="ServerException">It can't be read, or is no archive.</exception>
    public async Task<PartList> MembersAsync(ObjectRef obj, CancellationToken cancellationToken)
    {
        var pinned = await contents.PinAsync(obj, cancellationToken);
        var index = await contents.ReadIndexAsync(await contents.FindAsync(pinned, cancellationToken), cancellationToken);
        var rows = index.Members.Select((member, i) => Row(pinned, member, i + 1)).ToList();
        if (index.Failure is { } failure)
        {
            rows.Add(new PartRow(rows.Count + 1, null, null, null, null, failure.Message));
        }

        return new PartList(rows, index.Failure ?? FailureOf(index.Members));
    }

    /// <summary>The pages of a PDF file.</summary>
    /// <exception cref="ServerException">It can't be read, or is no PDF file.</exception>
    public async Task<PartList> PagesAsync(ObjectRef obj, CancellationToken cancellationToken)
    {
        var pinned = await contents.PinAsync(obj, cancellationToken);
        await using var file = await _maker.OpenDocumentAsync(await contents.FindAsync(pinned, cancellationToken), 0, cancellationToken);
        var pages = await contents.Poppler.CountPagesAsync(file.Path, cancellationToken);
        CheckCount(pages, "pages");
        return new PartList(
            [.. Enumerable.Range(1, pages).Select(page => new PartRow(page, null, null, null, ObjectPart.Within(pinned, new PageStep(page), "image/png"), null))], null);
    }

    /// <summary>Pictures of a video.</summary>
    /// <exception cref="ServerException">It can't be read, or has no pictures.</exception>
    public async Task<PartList> FramesAsync(ObjectRef obj, FrameChoice choice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var pinned = await contents.PinAsync(obj, cancellationToken);
        var source = await contents.FindAsync(pinned, cancellationToken);
        var headers = await contents.ReadHeadersAsync(source, cancellationToken);
        if (!headers.HasVideo)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The file ({headers.Container}) has no pictures.");
        }

        var times = choice.Keyframes
            ? await KeyframesAsync(source, cancellationToken)
            : Times(choice, await DurationAsync(source, headers.VideoDuration, cancellationToken));
        return List(times.Select(time => (new TimeStep(time), time, time)), pinned, "image/png");
    }

    /// <summary>Stretches of a recording.</summary>
    /// <param name="obj">Sound, or a video with sound.</param>
    /// <param name="length">The longest.</param>
    /// <param name="atSilence">Whether to cut in pauses and leave out silence.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ServerException">It can't be read, or has no sound.</exception>
    public async Task<PartList> AudioChunksAsync(ObjectRef obj, TimeSpan length, bool atSilence, CancellationToken cancellationToken)
    {
        var pinned = await contents.PinAsync(obj, cancellationToken);
        var source = await contents.FindAsync(pinned, cancellationToken);
        var headers = await contents.ReadHeadersAsync(source, cancellationToken);
        if (!headers.HasAudio)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The file ({headers.Container}) has no sound.");
        }

        var steps = atSilence
            ? SilenceSplit.Cut((await ListenAsync(source, cancellationToken)).Levels, length)
            : Equal(await DurationAsync(source, headers.AudioDuration, cancellationToken), length);
        return List(steps.Select(step => (step, step.Start, step.End!.Value)), pinned, "audio/wav");
    }

    /// <summary>Container, duration, bit rate and streams, as SQL's <c>media_info</c> has them.</summary>
    /// <exception cref="ServerException">It can't be read, or is neither video nor sound.</exception>
    public async Task<IReadOnlyList<object?>> InfoAsync(ObjectRef obj, CancellationToken cancellationToken)
    {
        var info = await contents.ReadHeadersAsync(await contents.FindAsync(await contents.PinAsync(obj, cancellationToken), cancellationToken), cancellationToken);
        object?[] streams = [.. info.Streams.Select(s => new object?[] { s.Index, s.Type, s.Codec, s.Width, s.Height, s.FrameRate, s.SampleRate, s.Channels, s.Language })];
        return [info.Container, info.Duration?.TotalSeconds, info.BitRate, streams];
    }

    private static PartRow Row(ObjectRef archive, ArchiveMember member, int index) => member.Failure is { } failure
        ? new PartRow(index, null, null, member.Name, null, failure.Message)
        : new PartRow(index, null, null, member.Name, ObjectPart.Within(archive, new MemberStep(member.Name), ContentTypes.FromExtension(member.Name), member.Size), null);

    private static ServerException? FailureOf(IReadOnlyList<ArchiveMember> members)
    {
        var failed = members.Where(m => m.Failure is not null).ToList();
        return failed switch
        {
            [] => null,
            [var only] => only.Failure,
            [var first, ..] => new ServerException(first.Failure!.Code, string.Create(CultureInfo.InvariantCulture, $"{first.Failure.Message} So do {failed.Count - 1} other members fail.")),
        };
    }

    private static PartList List(IEnumerable<(TimeStep Step, TimeSpan Start, TimeSpan End)> parts, ObjectRef whole, string contentType) => new(
        [.. parts.Select((part, i) => new PartRow(
            i + 1, part.Start.TotalSeconds, part.End.TotalSeconds, null, ObjectPart.Within(whole, part.Step, contentType), null))],
        null);

    private static IReadOnlyList<TimeSpan> Times(FrameChoice choice, TimeSpan duration)
    {
        var count = choice.Count ?? Ceiling(duration, choice.Every!.Value);
        CheckCount(count, "frames");
        return choice.Count is null
            ? [.. Enumerable.Range(0, (int)count).Select(i => choice.Every!.Value * i)]
            : [.. Enumerable.Range(0, (int)count).Select(i => TimeSpan.FromMicroseconds((long)(duration.TotalMicroseconds * ((2 * i) + 1) / (2 * count))))];
    }

    private static IReadOnlyList<TimeStep> Equal(TimeSpan duration, TimeSpan length)
    {
        var count = Ceiling(duration, length);
        CheckCount(count, "chunks");
        return [.. Enumerable.Range(0, (int)count).Select(i => new TimeStep(length * i, length * (i + 1) < duration ? length * (i + 1) : duration))];
    }

    private static long Ceiling(TimeSpan duration, TimeSpan step) => (duration.Ticks + step.Ticks - 1) / step.Ticks;

    private static void CheckCount(long count, string what)
    {
        if (count > MostParts)
        {
            throw new ServerException(ErrorCode.ResourceExhausted, string.Create(
                CultureInfo.InvariantCulture, $"That would be {count} {what}; one object gives at most {MostParts}."));
        }
    }

    private async Task<IReadOnlyList<TimeSpan>> KeyframesAsync(PartSource source, CancellationToken cancellationToken)
    {
        await using var file = await contents.OpenFileAsync(source, cancellationToken);
        var times = await contents.Ffmpeg.KeyframesAsync(file.Path, cancellationToken);
        CheckCount(times.Count, "frames");
        return times;
    }

    private async Task<TimeSpan> DurationAsync(PartSource source, TimeSpan? told, CancellationToken cancellationToken)
    {
        if (told is { } known)
        {
            return known;
        }

        await using var file = await contents.OpenFileAsync(source, cancellationToken);
        return await contents.Ffmpeg.LastPacketAsync(file.Path, cancellationToken);
    }

    private async Task<LoudnessTrack> ListenAsync(PartSource source, CancellationToken cancellationToken)
    {
        await using var file = await contents.OpenFileAsync(source, cancellationToken);
        var track = new LoudnessTrack(FfmpegTools.SampleRate);
        await contents.Ffmpeg.ReadSoundAsync(file.Path, TimeSpan.Zero, null, track.ReadAsync, cancellationToken);
        return track;
    }
}
