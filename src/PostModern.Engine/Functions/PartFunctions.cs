using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Objects;
using PostModern.Models.Media;

namespace PostModern.Engine.Functions;

/// <summary>The parts of objects as lists, which the macros <c>members</c>, <c>pages</c>, <c>frames</c> and <c>audio_chunks</c> unnest; and <c>media_info</c>.</summary>
/// <remarks>An object that can't be read is a row with an error, and one in <c>pm.errors</c>: it must not look like an object without parts.</remarks>
internal sealed class PartFunctions(StatementContexts contexts, ObjectParts parts)
{
    private static readonly TimeSpan s_chunk = TimeSpan.FromSeconds(30);

    private static readonly ListType s_rows = new(new StructType(
        new Field("index", ArrowTypes.Int64),
        new Field("start", ArrowTypes.Float64),
        new Field("end", ArrowTypes.Float64),
        new Field("name", ArrowTypes.Utf8),
        new Field("obj", ObjectRef.ArrowType),
        new Field("error", ArrowTypes.Utf8)));

    private static readonly StructType s_media = new(
        new Field("container", ArrowTypes.Utf8),
        new Field("duration", ArrowTypes.Float64),
        new Field("bit_rate", ArrowTypes.Int64),
        new Field("streams", new ListType(new StructType(
            new Field("index", ArrowTypes.Int32),
            new Field("type", ArrowTypes.Utf8),
            new Field("codec", ArrowTypes.Utf8),
            new Field("width", ArrowTypes.Int32),
            new Field("height", ArrowTypes.Int32),
            new Field("frame_rate", ArrowTypes.Float64),
            new Field("sample_rate", ArrowTypes.Int32),
            new Field("channels", ArrowTypes.Int32),
            new Field("language", ArrowTypes.Utf8)))));

    public IEnumerable<ScalarFunction> Functions() =>
    [
        List("pm_members", [], arguments => parts.MembersAsync),
        List("pm_pages", [], arguments => parts.PagesAsync),
        List("pm_frames", [null, ArrowTypes.Int64, ArrowTypes.Boolean], Frames),
        List("pm_audio_chunks", [null, ArrowTypes.Utf8], Chunks),
        new RowFunction(
            contexts, "media_info", [ObjectRef.ArrowType], s_media, async (arguments, token) => await parts.InfoAsync((ObjectRef)arguments[0]!, token)).Function(),
    ];

    /// <param name="name">Of the function; its macro's name behind <c>pm_</c>.</param>
    /// <param name="options">The parameters behind the object.</param>
    /// <param name="choose">From the arguments to what lists the parts. A wrong option is the statement's mistake, and no row's.</param>
    private ScalarFunction List(string name, ArrowType?[] options, Func<IReadOnlyList<object?>, Func<ObjectRef, CancellationToken, Task<PartList>>> choose) =>
        new RowFunction(contexts, name, [ObjectRef.ArrowType, .. options], s_rows, async (arguments, token) =>
        {
            var list = choose(arguments);
            try
            {
                return Outcome(await list((ObjectRef)arguments[0]!, token));
            }
            catch (ServerException e)
            {
                return Outcome(PartList.Failed(e));
            }
        }).Function();

    private static RowOutcome Outcome(PartList list) => new(
        list.Rows.Select(r => (object?)new object?[] { r.Index, r.Start, r.End, r.Name, r.Obj?.ToValues(), r.Error }).ToArray(), list.Failure);

    private Func<ObjectRef, CancellationToken, Task<PartList>> Frames(IReadOnlyList<object?> arguments)
    {
        var keyframes = arguments[3] is true;
        if ((arguments[1] is null ? 0 : 1) + (arguments[2] is null ? 0 : 1) + (keyframes ? 1 : 0) > 1)
        {
            throw new ServerException(ErrorCode.InvalidInput, "frames: give one of every, n and keyframes.");
        }

        if (arguments[2] is long and < 1)
        {
            throw new ServerException(ErrorCode.InvalidInput, "frames: n is a number of frames, at least 1.");
        }

        var count = arguments[2] is long n ? (int?)Math.Min(n, int.MaxValue) : null;
        var every = Length("frames", "every", arguments[1]) ?? (count is null && !keyframes ? TimeSpan.FromSeconds(1) : null);
        var choice = new FrameChoice(every, count, keyframes);
        return (obj, token) => parts.FramesAsync(obj, choice, token);
    }

    private Func<ObjectRef, CancellationToken, Task<PartList>> Chunks(IReadOnlyList<object?> arguments)
    {
        var length = Length("audio_chunks", "length", arguments[1]) ?? s_chunk;
        return arguments[2] switch
        {
            null => (obj, token) => parts.AudioChunksAsync(obj, length, false, token),
            "silence" => (obj, token) => parts.AudioChunksAsync(obj, length, true, token),
            var other => throw new ServerException(ErrorCode.InvalidInput, $"audio_chunks: split => '{other}' is unknown; there is 'silence'."),
        };
    }

    /// <summary>Seconds or an interval, at least a hundredth of a second.</summary>
    private static TimeSpan? Length(string function, string option, object? value)
    {
        TimeSpan? length = value switch
        {
            null => null,
            MonthDayNano { Months: 0 } interval => TimeSpan.FromDays(interval.Days) + TimeSpan.FromMicroseconds(interval.Nanoseconds / 1000),
            int or long or short or sbyte or byte or ushort or uint or decimal or double or float => Seconds(Convert.ToDouble(value, null)),
            _ => TimeSpan.Zero,
        };
        return length is null || length >= TimeSpan.FromMilliseconds(10)
            ? length
            : throw new ServerException(ErrorCode.InvalidInput, $"{function}: {option} is a number of seconds or an interval without months, at least 0.01 seconds.");
    }

    private static TimeSpan Seconds(double seconds) => seconds is > 0 and < 1e9 ? TimeSpan.FromMicroseconds((long)(seconds * 1e6)) : TimeSpan.Zero;
}
