using PostModern.Arrow.Memory;

namespace PostModern.Tests.Arrow.Memory;

public sealed class NativeBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void Memory_is_aligned_to_64_bytes(int length)
    {
        using var owner = new NativeBufferSet();
        var buffer = owner.Allocate(length, zeroed: true);

        Assert.Equal(0, buffer.Address % 64);
        Assert.Equal(length, buffer.Memory.Length);
        Assert.False(buffer.Memory.Span.ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void A_disposed_buffer_gives_no_memory()
    {
        var set = new NativeBufferSet();
        var memory = set.Allocate(8).Memory;

        set.Dispose();
        set.Dispose();

        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Pin());
    }

    [Fact]
    public void A_writer_grows_and_keeps_what_was_written()
    {
        using var writer = new NativeBufferWriter(4);
        for (var i = 0; i < 100_000; i++)
        {
            writer.Append(i);
        }

        writer.Append<int>([-1, -2]);
        using var owner = new NativeBufferSet();
        var buffer = owner.Add(writer.Build());

        Assert.Equal(100_002 * sizeof(int), buffer.Length);
        Assert.Equal(0, buffer.Address % 64);
        Assert.Equal([.. Enumerable.Range(0, 100_000), -1, -2], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(buffer.GetSpan()));
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void A_writer_can_be_used_again_after_handing_its_buffer_over()
    {
        using var writer = new NativeBufferWriter();
        writer.Append((byte)1);
        using var owner = new NativeBufferSet();
        owner.Add(writer.Build());
        writer.GetSpan(3)[..3].Fill(7);
        writer.Advance(3);

        Assert.Equal([7, 7, 7], writer.Written.ToArray());
    }

    [Fact]
    public void Advancing_past_the_room_is_refused()
    {
        using var writer = new NativeBufferWriter(8);

        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(9));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(-1));
    }
}
