using System.Runtime.InteropServices;

namespace PostModern.Models.Decoding;

/// <summary>The libvips and GObject calls in use, under their C names. None of them is variadic, so they work on every calling convention.</summary>
internal static unsafe partial class VipsNative
{
    private const string Vips = "vips";

    [LibraryImport(Vips, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int vips_init(string argv0);

    [LibraryImport(Vips)]
    internal static partial byte* vips_version_string();

    [LibraryImport(Vips)]
    internal static partial void vips_concurrency_set(int concurrency);

    [LibraryImport(Vips)]
    internal static partial void vips_cache_set_max(int max);

    [LibraryImport(Vips)]
    internal static partial void vips_block_untrusted_set(int state);

    /// <returns>A copy of the error text to be freed by <see cref="g_free"/>; the buffer is empty afterwards.</returns>
    [LibraryImport(Vips)]
    internal static partial nint vips_error_buffer_copy();

    /// <returns>The class name of the loader that knows these bytes, or null.</returns>
    [LibraryImport(Vips)]
    internal static partial byte* vips_foreign_find_load_buffer(byte* data, nuint size);

    [LibraryImport(Vips)]
    internal static partial nint vips_operation_new(byte* name);

    [LibraryImport(Vips, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int vips_object_set_argument_from_string(nint @object, string name, string value);

    [LibraryImport(Vips)]
    internal static partial int vips_cache_operation_buildp(ref nint operation);

    [LibraryImport(Vips)]
    internal static partial void vips_object_unref_outputs(nint @object);

    [LibraryImport(Vips)]
    internal static partial nint vips_blob_new(nint freeFunction, byte* data, nuint length);

    [LibraryImport(Vips)]
    internal static partial void vips_area_unref(nint area);

    [LibraryImport(Vips)]
    internal static partial nuint vips_blob_get_type();

    [LibraryImport(Vips)]
    internal static partial nuint vips_image_get_type();

    [LibraryImport(Vips)]
    internal static partial nint vips_image_new_from_memory(byte* data, nuint size, int width, int height, int bands, int format);

    [LibraryImport(Vips)]
    internal static partial byte* vips_image_write_to_memory(nint image, out nuint size);

    [LibraryImport(Vips)]
    internal static partial int vips_image_get_width(nint image);

    [LibraryImport(Vips)]
    internal static partial int vips_image_get_height(nint image);

    [LibraryImport(Vips)]
    internal static partial int vips_image_get_bands(nint image);

    [LibraryImport(Vips)]
    internal static partial int vips_image_get_format(nint image);

    [LibraryImport(Vips)]
    internal static partial int vips_image_get_interpretation(nint image);

    [LibraryImport(Vips)]
    internal static partial int vips_image_hasalpha(nint image);

    [LibraryImport(Vips)]
    internal static partial int vips_image_get_orientation(nint image);

    [LibraryImport(Vips)]
    internal static partial int vips_image_get_n_pages(nint image);

    /// <returns>The type of a piece of metadata; 0 when the image has none of that name.</returns>
    [LibraryImport(Vips, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nuint vips_image_get_typeof(nint image, string name);

    /// <param name="data">Belongs to the image.</param>
    [LibraryImport(Vips, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int vips_image_get_blob(nint image, string name, out byte* data, out nuint length);

    /// <param name="text">Belongs to the image.</param>
    [LibraryImport(Vips, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int vips_image_get_string(nint image, string name, out byte* text);

    /// <returns>What the blob holds; belongs to it.</returns>
    [LibraryImport(Vips)]
    internal static partial byte* vips_blob_get(nint blob, out nuint length);

    [LibraryImport(Vips)]
    internal static partial void g_object_unref(nint @object);

    [LibraryImport(Vips, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void g_object_set_property(nint @object, string name, in VipsValue value);

    [LibraryImport(Vips, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void g_object_get_property(nint @object, string name, ref VipsValue value);

    [LibraryImport(Vips)]
    internal static partial nint g_value_init(ref VipsValue value, nuint type);

    [LibraryImport(Vips)]
    internal static partial nint g_value_get_boxed(in VipsValue value);

    [LibraryImport(Vips)]
    internal static partial void g_value_unset(ref VipsValue value);

    [LibraryImport(Vips)]
    internal static partial void g_value_set_object(ref VipsValue value, nint @object);

    [LibraryImport(Vips)]
    internal static partial nint g_value_dup_object(in VipsValue value);

    [LibraryImport(Vips)]
    internal static partial void g_value_set_boxed(ref VipsValue value, nint boxed);

    [LibraryImport(Vips)]
    internal static partial void g_free(nint memory);

    [LibraryImport(Vips, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int g_setenv(string variable, string value, int overwrite);
}
