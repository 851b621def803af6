using PostModern.Arrow.Errors;

namespace PostModern.Models.Decoding;

/// <summary>One libvips operation: named, given arguments, run for its output image.</summary>
/// <remarks>Goes through GObject properties, since libvips' convenience functions are variadic and can't be called portably from C#.</remarks>
internal ref struct VipsOperation
{
    private nint _operation;

    /// <param name="name">A nickname such as <c>thumbnail_buffer</c>, zero-terminated as u8 literals are.</param>
    internal unsafe VipsOperation(ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name)
        {
            _operation = VipsNative.vips_operation_new(text);
        }

        if (_operation == 0)
        {
            throw Failure();
        }
    }

    /// <param name="className">A loader's class name as libvips gave it.</param>
    internal unsafe VipsOperation(byte* className)
    {
        _operation = VipsNative.vips_operation_new(className);
        if (_operation == 0)
        {
            throw Failure();
        }
    }

    /// <summary>Sets an argument in its text form, which libvips parses for every scalar type and for arrays.</summary>
    internal readonly void Set(string argument, string value)
    {
        if (VipsNative.vips_object_set_argument_from_string(_operation, argument, value) != 0)
        {
            throw Failure();
        }
    }

    internal readonly void Set(string argument, int value) => Set(argument, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    internal readonly void Set(string argument, VipsImage image)
    {
        var value = default(VipsValue);
        VipsNative.g_value_init(ref value, VipsNative.vips_image_get_type());
        VipsNative.g_value_set_object(ref value, image.DangerousGetHandle());
        VipsNative.g_object_set_property(_operation, argument, in value);
        VipsNative.g_value_unset(ref value);
    }

    /// <summary>Hands over bytes, which must stay pinned until the output is disposed.</summary>
    internal readonly unsafe void Set(string argument, byte* data, int length)
    {
        var blob = VipsNative.vips_blob_new(0, data, (nuint)length);
        var value = default(VipsValue);
        VipsNative.g_value_init(ref value, VipsNative.vips_blob_get_type());
        VipsNative.g_value_set_boxed(ref value, blob);
        VipsNative.g_object_set_property(_operation, argument, in value);
        VipsNative.g_value_unset(ref value);
        VipsNative.vips_area_unref(blob);
    }

    /// <summary>Builds the operation; headers are read, pixels not yet.</summary>
    internal VipsImage Run()
    {
        if (VipsNative.vips_cache_operation_buildp(ref _operation) != 0)
        {
            throw Failure();
        }

        var value = default(VipsValue);
        VipsNative.g_value_init(ref value, VipsNative.vips_image_get_type());
        VipsNative.g_object_get_property(_operation, "out", ref value);
        var image = VipsNative.g_value_dup_object(in value);
        VipsNative.g_value_unset(ref value);
        return new VipsImage(image);
    }

    /// <summary>Runs an operation that writes a file.</summary>
    internal unsafe byte[] RunToBytes()
    {
        if (VipsNative.vips_cache_operation_buildp(ref _operation) != 0)
        {
            throw Failure();
        }

        var value = default(VipsValue);
        VipsNative.g_value_init(ref value, VipsNative.vips_blob_get_type());
        VipsNative.g_object_get_property(_operation, "buffer", ref value);
        var data = VipsNative.vips_blob_get(VipsNative.g_value_get_boxed(in value), out var length);
        var bytes = new ReadOnlySpan<byte>(data, checked((int)length)).ToArray();
        VipsNative.g_value_unset(ref value);
        return bytes;
    }

    public void Dispose()
    {
        VipsNative.vips_object_unref_outputs(_operation);
        VipsNative.g_object_unref(_operation);
        _operation = 0;
    }

    internal static ServerException Failure() =>
        new(ErrorCode.InvalidInput, $"The image is damaged or cut short ({VipsLibrary.TakeError()}).");
}
