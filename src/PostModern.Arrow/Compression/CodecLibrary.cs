using System.Runtime.InteropServices;
using PostModern.Arrow.Errors;

namespace PostModern.Arrow.Compression;

/// <summary>Says clearly what to install where a system library is missing; the loader's own message names only a file.</summary>
internal static class CodecLibrary
{
    /// <param name="file">As the loader knows it.</param>
    /// <param name="package">The Debian package that has it.</param>
    /// <param name="codec">What it is for.</param>
    /// <exception cref="ServerException">Unsupported: it isn't installed.</exception>
    public static void Require(string file, string package, string codec)
    {
        if (!NativeLibrary.TryLoad(file, out _))
        {
            throw new ServerException(
                ErrorCode.Unsupported,
                $"Arrow data compressed with {codec} needs {file}, which this machine doesn't have; install it (Debian: apt-get install {package}) or send uncompressed data.");
        }
    }
}
