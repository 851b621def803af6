using PostModern.Testing;

namespace PostModern.Tests.Architecture;

/// <summary>Pointers stay in the places that docs/architecture.md names.</summary>
public sealed class UnsafeCodeTests
{
    [Fact]
    public void Unsafe_code_stays_in_its_places()
    {
        var strays = Repository.Files("src", ".cs")
            .Where(file => !file.StartsWith("src/native/", StringComparison.Ordinal) && !UnsafeCode.IsAllowedIn(file))
            .SelectMany(file => UnsafeCode.Lines(File.ReadAllText(Repository.Path(file))).Select(line => $"{file}:{line}"));

        Assert.Empty(strays);
    }

    [Fact]
    public void Every_place_is_in_the_documentation_and_in_use()
    {
        var page = File.ReadAllText(Repository.Path("docs", "architecture.md"));
        var users = Repository.Files("src", ".cs").Where(UnsafeCode.IsAllowedIn);

        Assert.All(UnsafeCode.Places, place => Assert.Contains($"`{place}", page));
        Assert.All(UnsafeCode.Places, place => Assert.Contains(users, file => file.StartsWith(place, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("private static unsafe byte* Start => null;")]
    [InlineData("    unsafe { *p = 1; }")]
    [InlineData("ref var first = ref Unsafe.As<byte, int>(ref start);")]
    [InlineData("var text = Marshal.PtrToStringUTF8(address); // safe")]
    [InlineData("var all = MemoryMarshal.CreateSpan(ref first, 10);")]
    [InlineData("var pin = GCHandle.Alloc(buffer);")]
    [InlineData("[LibraryImport(\"c\")]")]
    public void A_line_that_needs_trust_is_found(string line) => Assert.Equal([$"2: {line.Trim()}"], UnsafeCode.Lines("using System;\n" + line));

    [Theory]
    [InlineData("// unsafe code is elsewhere")]
    [InlineData("/// <summary>Never unsafe.</summary>")]
    [InlineData("var width = Unsafe.SizeOf<T>();")]
    [InlineData("var error = Marshal.GetLastPInvokeError();")]
    [InlineData("var pixels = MemoryMarshal.Cast<byte, float>(bytes);")]
    [InlineData("bool isUnsafe = false;")]
    public void A_line_that_only_talks_about_it_is_not(string line) => Assert.Empty(UnsafeCode.Lines(line));

    [Theory]
    [InlineData("src/PostModern.Arrow/Memory/NativeBuffer.cs", true)]
    [InlineData("src/PostModern.Models/Decoding/VipsNative.cs", true)]
    [InlineData("src/PostModern.Models/Decoding/Resize.cs", false)]
    [InlineData("src/PostModern.Arrow/Arrays/Column.cs", false)]
    public void A_file_is_allowed_by_its_place(string file, bool allowed) => Assert.Equal(allowed, UnsafeCode.IsAllowedIn(file));
}
