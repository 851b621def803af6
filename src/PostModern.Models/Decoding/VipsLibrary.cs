using System.Runtime.InteropServices;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Decoding;

/// <summary>Starts libvips once in the process; the library itself lies beside the app.</summary>
internal static class VipsLibrary
{
    private static readonly Lazy<string> s_version = new(Start);

    /// <summary>Starts libvips if nobody has.</summary>
    /// <returns>Its version, such as <c>8.18.7</c>.</returns>
    internal static string EnsureStarted() => s_version.Value;

    private static unsafe string Start()
    {
        // libvips warns about harmless metadata on stderr unless this is set before it starts.
        VipsNative.g_setenv("VIPS_WARNING", "0", 1);
        if (VipsNative.vips_init("postmodern") != 0)
        {
            throw new ServerException(ErrorCode.Internal, $"libvips did not start: {TakeError()}");
        }

        // One image is one unit of work for our own worker threads; libvips' threads would only compete with them.
        VipsNative.vips_concurrency_set(1);
        VipsNative.vips_cache_set_max(0);

        // Loaders that libvips itself doesn't call safe for strangers' files stay shut.
        VipsNative.vips_block_untrusted_set(1);
        return Marshal.PtrToStringUTF8((nint)VipsNative.vips_version_string()) ?? "unknown";
    }

    /// <summary>Empties the process-wide error text.</summary>
    /// <returns>Its first line, or a stand-in when libvips said nothing.</returns>
    internal static string TakeError()
    {
        var copy = VipsNative.vips_error_buffer_copy();
        var text = Marshal.PtrToStringUTF8(copy);
        VipsNative.g_free(copy);
        var line = text?.Trim().Split('\n')[0].Trim();
        return string.IsNullOrEmpty(line) ? "no reason given" : line;
    }
}
