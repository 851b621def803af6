using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;
using PostModern.Models.Decoding;
using PostModern.Models.Media;
using PostModern.Tests.Lake;
using PostModern.Tests.Lake.Archives;

namespace PostModern.Tests.Models.Media;

/// <summary>The bytes of parts: members, frames, stretches of sound, pages and rectangles, one within the other.</summary>
public sealed class PartContentTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ObjectContents _contents = new(new ObjectStores());

    public void Dispose()
    {
        _contents.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("zip", false)]
    [InlineData("stored", false)]
    [InlineData("tar", false)]
    [InlineData("tar", true)]
    public async Task A_member_is_a_stream_that_seeks(string kind, bool isGzip)
    {
        var archive = TestArchives.Make(kind, [("x", new byte[5000]), ("a/ü #&.txt", "0123456789"u8.ToArray()), ("y", new byte[5000])]);
        var obj = await SaveAsync("archive", (isGzip ? TestArchives.Gzip(archive) : archive).ToArray());
        await using var stream = await _contents.OpenAsync(Part(obj, "member=a/%C3%BC%20%23%26.txt"));

        Assert.Equal(10, stream.Length);
        stream.Seek(-3, SeekOrigin.End);
        Assert.Equal("789", await new StreamReader(stream).ReadToEndAsync());
        stream.Position = 2;
        Assert.Equal("23456789", await new StreamReader(stream).ReadToEndAsync());
    }

    [Fact]
    public async Task Members_of_members_are_read_at_the_same_time()
    {
        var inner = TestArchives.Gzip(TestArchives.Make("tar", Enumerable.Range(0, 20).Select(i => ($"{i}", Encoding.UTF8.GetBytes($"content {i}"))))).ToArray();
        var obj = await SaveAsync("outer.zip", TestArchives.Make("zip", [("inner.tgz", inner)]).ToArray());
        var texts = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => ReadTextAsync(Part(obj, $"member=inner.tgz&member={i % 20}"))));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"content {i % 20}"), texts);
    }

    [Fact]
    public async Task A_part_is_pinned_as_its_whole_is()
    {
        var obj = await SaveAsync("a.zip", TestArchives.Make("zip", [("a", "old"u8.ToArray())]).ToArray());
        Assert.Equal("old", await ReadTextAsync(Part(obj, "member=a")));
        var changed = await SaveAsync("a.zip", TestArchives.Make("zip", [("a", "newer"u8.ToArray())]).ToArray());

        Assert.Equal("newer", await ReadTextAsync(Part(changed, "member=a")));
        Assert.Equal("newer", await ReadTextAsync(new ObjectRef(changed.Uri + "#member=a")));
    }

    [Fact]
    public async Task A_rectangle_of_a_picture_is_cut_out()
    {
        var obj = (await new LocalObjectStore().TryGetAsync(Samples.Label("price-tag.png")))!;
        var (width, height) = await SizeAsync(obj);

        Assert.Equal((40, 30), await SizeAsync(Part(obj, "xywh=10,20,40,30")));
        Assert.Equal(((width + 1) / 2, height), await SizeAsync(Part(obj, "xywh=percent:0,0,50,100")));
        Assert.Equal((10, height), await SizeAsync(Part(obj, $"xywh={width - 10},0,500,{height}")));
        Assert.Equal((5, 6), await SizeAsync(Part(obj, "xywh=10,20,40,30&xywh=1,1,5,6")));
        Assert.Equal(await PixelAsync(obj, 15, 25), await PixelAsync(Part(obj, "xywh=10,20,40,30"), 5, 5));
        Assert.Contains("outside", (await Assert.ThrowsAsync<ServerException>(() => _contents.OpenAsync(Part(obj, "xywh=9999,0,5,5")))).Message);
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task A_time_of_a_video_is_the_picture_then_and_a_stretch_is_its_sound()
    {
        TestMedia.Video(_folder.At("v.mp4"), 6);
        var obj = (await new LocalObjectStore().TryGetAsync(_folder.At("v.mp4")))!;

        Assert.Equal((320, 240), await SizeAsync(Part(obj, "t=3.5")));
        Assert.NotEqual(await BytesAsync(Part(obj, "t=3.5")), await BytesAsync(Part(obj, "t=4.5")));
        Assert.Equal((64, 32), await SizeAsync(Part(obj, "t=3.5&xywh=0,0,64,32")));
        var sound = await BytesAsync(Part(obj, "t=1,2.5"));
        Assert.Equal("RIFF", Encoding.ASCII.GetString(sound, 0, 4));
        Assert.Equal(44 + (1.5 * 32_000), sound.Length, 700.0);
        Assert.Equal(sound.Length - 44, BitConverter.ToInt32(sound, 40));
        foreach (var beyond in new[] { "t=60", "t=60,61" })
        {
            Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => _contents.OpenAsync(Part(obj, beyond)))).Code);
        }
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task The_last_picture_is_shown_until_the_end()
    {
        TestMedia.Video(_folder.At("v.mp4"), 3);
        var obj = (await new LocalObjectStore().TryGetAsync(_folder.At("v.mp4")))!;

        Assert.Equal(await BytesAsync(Part(obj, "t=2.9")), await BytesAsync(Part(obj, "t=2.99")));
        Assert.NotEqual(await BytesAsync(Part(obj, "t=2.8")), await BytesAsync(Part(obj, "t=2.99")));
    }

    [MediaFact("ffmpeg", "ffprobe", IsSlow = true)]
    public async Task A_keyframe_of_a_rate_that_is_no_fraction_of_a_second_is_that_frame()
    {
        TestMedia.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=30000/1001:duration=1", "-g", "7", "-bf", "2", "-pix_fmt", "yuv420p", _folder.At("v.mp4")]);
        TestMedia.Run("ffmpeg", ["-v", "error", "-skip_frame", "nokey", "-i", _folder.At("v.mp4"), "-vsync", "0", "-pix_fmt", "rgb24", Path.Combine(_folder.Path, "key-%d.png")]);
        var obj = (await new LocalObjectStore().TryGetAsync(_folder.At("v.mp4")))!;
        var frames = (await new ObjectParts(_contents).FramesAsync(obj, new FrameChoice(Keyframes: true), default)).Rows;

        Assert.Equal(Directory.GetFiles(_folder.Path, "key-*.png").Length, frames.Count);
        foreach (var frame in frames)
        {
            var expected = (await new LocalObjectStore().TryGetAsync(_folder.At($"key-{frame.Index}.png")))!;
            Assert.Equal(await PixelsAsync(expected), await PixelsAsync(frame.Obj!));
        }
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task A_recording_without_pictures_plays_from_a_time_to_its_end()
    {
        TestMedia.Sound(_folder.At("a.wav"), 4);
        var obj = (await new LocalObjectStore().TryGetAsync(_folder.At("a.wav")))!;

        Assert.Equal(44 + 32_000, (await BytesAsync(Part(obj, "t=3"))).Length);
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task A_playlist_reaches_no_other_file()
    {
        TestMedia.Sound(_folder.At("secret.wav"), 1);
        foreach (var text in new[] { $"ffconcat version 1.0\nfile {_folder.At("secret.wav")}\n", $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{_folder.At("secret.wav")}\n#EXT-X-ENDLIST\n" })
        {
            var obj = await SaveAsync("innocent.mp4", Encoding.UTF8.GetBytes(text));
            Assert.Equal(ErrorCode.InvalidInput, (await Assert.ThrowsAsync<ServerException>(() => _contents.OpenAsync(Part(obj, "t=0,1")))).Code);
        }
    }

    [MediaFact("pdftoppm", "pdfinfo", "pdftotext")]
    public async Task A_page_is_a_picture_and_has_a_text()
    {
        var obj = await SaveAsync("a.pdf", TestMedia.Pdf(["FIRST", "SECOND"]));
        var archive = await SaveAsync("-rf 'x';\n.zip", TestArchives.Make("zip", [("a b.pdf", TestMedia.Pdf(["ONE", "TWO"]))]).ToArray());

        Assert.Equal((1412, 2000), await SizeAsync(Part(obj, "page=1")));
        Assert.Equal("SECOND", (await _contents.ReadTextAsync(Part(obj, "page=2")))!.Trim());
        Assert.Equal("TWO", (await _contents.ReadTextAsync(Part(archive, "member=a%20b.pdf&page=2")))!.Trim());
        Assert.Equal((100, 50), await SizeAsync(Part(archive, "member=a%20b.pdf&page=2&xywh=0,0,100,50")));
        Assert.Null(await _contents.ReadTextAsync(obj));
        Assert.Equal("There is no page 3; the file has 2.", (await Assert.ThrowsAsync<ServerException>(() => _contents.OpenAsync(Part(obj, "page=3")))).Message);
    }

    [MediaFact("ffmpeg", "ffprobe", "pdftoppm", "pdfinfo")]
    public async Task What_is_damaged_is_an_error_of_that_file()
    {
        TestMedia.Video(_folder.At("v.mp4"), 2);
        var video = await File.ReadAllBytesAsync(_folder.At("v.mp4"));
        var pdf = TestMedia.Pdf(["FIRST", "SECOND"], "/Encrypt << /Filter /Standard /V 1 /R 2 /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) /P -4 >> /ID [(0123456789012345) (0123456789012345)]");
        foreach (var (content, part) in new (byte[], string)[]
        {
            (video[..(video.Length / 2)], "t=1"), (video[..100], "t=1"), ([], "t=1"), ([], "page=1"), ([], "member=a"), ([], "xywh=0,0,1,1"),
            (Encoding.UTF8.GetBytes("words"), "t=1"), (pdf, "page=1"), ("%PDF-1.4 and nothing more"u8.ToArray(), "page=1"), (video, "page=1"), (video, "member=a"),
        })
        {
            var obj = await SaveAsync("damaged", content);
            var error = await Assert.ThrowsAsync<ServerException>(() => _contents.OpenAsync(Part(obj, part)));
            Assert.Equal(ErrorCode.InvalidInput, error.Code);
        }
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task What_does_not_lie_on_the_disk_is_read_through_a_copy_that_has_no_name()
    {
        TestMedia.Video(_folder.At("v.mp4"), 3);
        var obj = await SaveAsync("a.tar", TestArchives.Make("tar", [("v.mp4", await File.ReadAllBytesAsync(_folder.At("v.mp4")))]).ToArray());
        var before = Directory.GetFiles(Path.GetTempPath(), "postmodern-*");

        Assert.Equal((320, 240), await SizeAsync(Part(obj, "member=v.mp4&t=1.5")));
        Assert.Equal(before, Directory.GetFiles(Path.GetTempPath(), "postmodern-*").Intersect(before));
    }

    private async Task<ObjectRef> SaveAsync(string name, byte[] content)
    {
        await File.WriteAllBytesAsync(_folder.At(name), content);
        return (await new LocalObjectStore().TryGetAsync(_folder.At(name)))!;
    }

    private static ObjectRef Part(ObjectRef obj, string fragment) => obj with { Uri = $"{obj.Uri}#{fragment}", Size = null };

    private async Task<byte[]> BytesAsync(ObjectRef obj)
    {
        await using var stream = await _contents.OpenAsync(obj);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private async Task<string> ReadTextAsync(ObjectRef obj) => Encoding.UTF8.GetString(await BytesAsync(obj));

    private async Task<(int Width, int Height)> SizeAsync(ObjectRef obj)
    {
        using var picture = ImageDecoder.Decode(await BytesAsync(obj), 10_000, 10_000, ImageFit.ShrinkOnly);
        return (picture.Width, picture.Height);
    }

    private async Task<string> PixelsAsync(ObjectRef obj)
    {
        using var picture = ImageDecoder.Decode(await BytesAsync(obj), 10_000, 10_000, ImageFit.ShrinkOnly);
        return Convert.ToHexString(picture.Pixels);
    }

    private async Task<string> PixelAsync(ObjectRef obj, int x, int y)
    {
        using var picture = ImageDecoder.Decode(await BytesAsync(obj), 10_000, 10_000, ImageFit.ShrinkOnly);
        return Convert.ToHexString(picture.Pixels.Slice(((y * picture.Width) + x) * 3, 3));
    }
}
