using PostModern.Lake.Objects;
using PostModern.Models.Media;
using PostModern.Tests.Lake;

namespace PostModern.Tests.Models.Media;

/// <summary>Media that lies elsewhere is copied as far as it is needed, and once.</summary>
public sealed class RemoteMediaTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [MediaFact("ffmpeg", "ffprobe", IsSlow = true)]
    public async Task Headers_cost_a_part_of_a_large_file_wherever_its_index_lies()
    {
        foreach (var (name, options) in new (string, string[])[] { ("end.mp4", []), ("start.mp4", ["-movflags", "faststart"]), ("v.mkv", []) })
        {
            // Noise can't be made small.
            TestMedia.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "nullsrc=size=640x480:rate=10:duration=12,geq=random(1)*255:128:128", "-c:v", "mpeg4", "-q:v", "1", .. options, _folder.At(name)]);
            var store = new OneObjectStore(await File.ReadAllBytesAsync(_folder.At(name)));
            using var contents = new ObjectContents(new ObjectStores(buckets: _ => store));
            var info = await new ObjectParts(contents).InfoAsync(new ObjectRef($"s3://b/{name}", Etag: "1"), default);

            Assert.True(new FileInfo(_folder.At(name)).Length > 20_000_000, "The test's file is too small.");
            Assert.Equal(12.0, (double)info[1]!, 0.2);
            Assert.InRange(store.BytesRead, 1, 12_000_000);
        }
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task Many_frames_take_one_copy()
    {
        TestMedia.Video(_folder.At("v.mp4"), 4);
        var store = new OneObjectStore(await File.ReadAllBytesAsync(_folder.At("v.mp4")));
        using var contents = new ObjectContents(new ObjectStores(buckets: _ => store));
        var frames = (await new ObjectParts(contents).FramesAsync(new ObjectRef("s3://b/v.mp4", Etag: "1"), new FrameChoice(Count: 3), default)).Rows;
        foreach (var frame in frames.Concat(frames))
        {
            await using var stream = await contents.OpenAsync(frame.Obj!);
            Assert.True(stream.Length > 1000);
        }

        Assert.Equal(new FileInfo(_folder.At("v.mp4")).Length, store.BytesRead);
    }
}
