using System.Security.Cryptography;
using System.Text;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Connections;

/// <summary>Keeps texts so that only who has the key can read or change them: AES-256-GCM, with the text's place as associated data.</summary>
/// <param name="key">32 bytes.</param>
public sealed class SecretBox(byte[] key)
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = NonceBytes + TagBytes;

    /// <summary>A box for a key that servers share, such as the one that signs their tickets.</summary>
    /// <param name="shared">Any length; the box's key is derived from it, so that neither use weakens the other.</param>
    public static SecretBox FromShared(byte[] shared) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, KeyBytes, info: "postmodern connections"u8.ToArray()));

    /// <summary>A box for this machine's own key, made on first use and readable by its owner only.</summary>
    /// <exception cref="ServerException">InvalidInput: the file is no key.</exception>
    public static SecretBox FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!File.Exists(path))
        {
            Create(path);
        }

        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes
            ? new SecretBox(key)
            : throw new ServerException(ErrorCode.InvalidInput, $"'{path}' is no key of {KeyBytes} bytes. Remove it, and make the connections anew.");
    }

    /// <param name="text">What to keep.</param>
    /// <param name="place">Where it belongs; elsewhere it can't be opened.</param>
    public string Close(string text, string place)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[HeadBytes + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(HeadBytes), box.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(place));
        return Convert.ToBase64String(box);
    }

    /// <returns>Null when it was closed with another key, for another place, or was changed since.</returns>
    public string? TryOpen(string closed, string place)
    {
        var box = new byte[closed.Length];
        if (!Convert.TryFromBase64String(closed, box, out var length) || length < HeadBytes)
        {
            return null;
        }

        var plain = new byte[length - HeadBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(HeadBytes, plain.Length), box.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(place));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Of several processes that start together, one makes the key.</summary>
    private static void Create(string path)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}
