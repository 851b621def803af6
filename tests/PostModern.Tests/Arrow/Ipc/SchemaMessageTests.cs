using System.Buffers.Binary;
using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Ipc.FlatBuffers;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.Ipc;

public sealed class SchemaMessageTests
{
    public static TheoryData<string> Types => SampleTypes.Names(SampleTypes.All);

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_comes_back(string name)
    {
        var schema = new Schema(SampleTypes.Named(name), SampleTypes.Named(name) with { IsNullable = false });

        Assert.Equal(schema, SchemaMessage.Decode(SchemaMessage.Encode(schema)));
        Assert.Equal(schema, SchemaMessage.Decode(SchemaMessage.EncodeEncapsulated(schema)));
    }

    [Fact]
    public void Names_nullability_and_metadata_come_back()
    {
        var field = new Field("", ArrowTypes.Utf8, false) { Metadata = new Dictionary<string, string> { ["ARROW:extension:name"] = "arrow.uuid", ["leer"] = "" } };
        var schema = new Schema(field, new Field("größe 漢", new StructType(field)), field) { Metadata = new Dictionary<string, string> { ["who"] = "me" } };

        var decoded = SchemaMessage.Decode(SchemaMessage.Encode(schema));

        Assert.Equal(schema, decoded);
        Assert.Equal(schema.Metadata, decoded.Metadata);
        Assert.Equal(field.Metadata, decoded.Fields[0].Metadata);
        Assert.Equal(field.Metadata, decoded.Fields[1].Type.Children[0].Metadata);
    }

    [Fact]
    public void A_schema_of_no_fields_is_still_a_message()
    {
        Assert.Empty(SchemaMessage.Decode(SchemaMessage.Encode(new Schema())).Fields);
        Assert.Equal(MessageKind.Schema, Message.KindOf(SchemaMessage.Encode(new Schema())));
    }

    [Fact]
    public void A_wide_schema_comes_back()
    {
        var schema = new Schema(Enumerable.Range(0, 5_000).Select(i => new Field($"column {i}", ArrowTypes.Int32)));

        Assert.Equal(schema, SchemaMessage.Decode(SchemaMessage.Encode(schema)));
    }

    /// <summary>Follows the FlatBuffer by hand, so that writer and reader can't agree on a wrong layout.</summary>
    [Fact]
    public void The_bytes_are_laid_out_as_the_format_says()
    {
        var bytes = SchemaMessage.EncodeEncapsulated(new Schema(new Field("n", ArrowTypes.Int32, false)));
        Assert.Equal([0xFF, 0xFF, 0xFF, 0xFF], bytes[..4]);
        Assert.Equal(bytes.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)));
        Assert.Equal(0, bytes.Length % 8);

        var message = new HandReader(bytes[8..], 0).Follow(0);
        Assert.Equal(4, message.Slot(0)[0]);
        Assert.Equal(1, message.Slot(1)[0]);
        var schema = message.Table(2);
        Assert.Equal(0, schema.Slot(0)[0]);
        var fields = schema.Table(1);
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(fields.Here));
        var field = fields.Follow(4);
        var name = field.Table(0).Here;
        Assert.Equal("n", Encoding.UTF8.GetString(name.Slice(4, BinaryPrimitives.ReadInt32LittleEndian(name))));
        Assert.True(field.Slot(1).IsEmpty, "not nullable is the default and absent");
        Assert.Equal(2, field.Slot(2)[0]);
        Assert.Equal(32, BinaryPrimitives.ReadInt32LittleEndian(field.Table(3).Slot(0)));
        Assert.Equal(1, field.Table(3).Slot(1)[0]);
        Assert.Equal(0, BinaryPrimitives.ReadInt32LittleEndian(field.Table(5).Here));
    }

    [Fact]
    public void Big_endian_is_refused_clearly()
    {
        var writer = new FlatBufferWriter();
        writer.StartTable(4);
        writer.AddInt16(0, 1);
        var message = Message.Encode(writer, MessageKind.Schema, writer.EndTable(), 0);

        var error = Assert.Throws<ServerException>(() => SchemaMessage.Decode(message));

        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("big-endian", error.Message);
    }

    [Theory]
    [InlineData((byte)TypeTag.RunEndEncoded, "RunEndEncoded")]
    [InlineData((byte)TypeTag.ListView, "ListView")]
    [InlineData((byte)TypeTag.LargeListView, "LargeListView")]
    public void A_type_that_we_do_not_have_is_named_with_its_field(byte tag, string typeName)
    {
        var writer = new FlatBufferWriter();
        writer.StartTable(0);
        var type = writer.EndTable();
        var name = writer.WriteString("views");
        writer.StartTable(7);
        writer.AddOffset(0, name);
        writer.AddByte(2, tag);
        writer.AddOffset(3, type);
        var fields = writer.WriteOffsets([writer.EndTable()]);
        writer.StartTable(4);
        writer.AddOffset(1, fields);
        var message = Message.Encode(writer, MessageKind.Schema, writer.EndTable(), 0);

        var error = Assert.Throws<ServerException>(() => SchemaMessage.Decode(message));

        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("'views'", error.Message);
        Assert.Contains($" {typeName}", error.Message);
    }

    [Fact]
    public void Shared_tables_that_unfold_to_millions_of_fields_are_refused()
    {
        var writer = new FlatBufferWriter();
        writer.StartTable(0);
        var type = writer.EndTable();
        var name = writer.WriteString("x");
        var children = 0;
        for (var depth = 0; depth < 30; depth++)
        {
            writer.StartTable(7);
            writer.AddOffset(0, name);
            writer.AddByte(2, (byte)TypeTag.Struct);
            writer.AddOffset(3, type);
            writer.AddOffset(5, children);
            var field = writer.EndTable();
            children = writer.WriteOffsets([field, field]);
        }

        writer.StartTable(4);
        writer.AddOffset(1, children);
        var message = Message.Encode(writer, MessageKind.Schema, writer.EndTable(), 0);

        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => SchemaMessage.Decode(message)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("FFFFFFFF")]
    [InlineData("FFFFFFFF00000000")]
    [InlineData("FFFFFFFFFFFFFF7F")]
    [InlineData("FFFFFFFF80000000")]
    [InlineData("48656C6C6F20776F726C6421")]
    public void What_is_no_schema_is_refused(string hex) =>
        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => SchemaMessage.Decode(Convert.FromHexString(hex))).Code);

    /// <summary>A table, read as the FlatBuffers internals page describes it, without any check.</summary>
    private readonly ref struct HandReader(byte[] bytes, int position)
    {
        public ReadOnlySpan<byte> Here => bytes.AsSpan(position);

        public HandReader Follow(int at) => new(bytes, position + at + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(position + at)));

        public ReadOnlySpan<byte> Slot(int slot) => Offset(slot) is var offset && offset == 0 ? default : bytes.AsSpan(position + offset);

        public HandReader Table(int slot) => Follow(Offset(slot));

        private int Offset(int slot)
        {
            var vtable = position - BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(position));
            var size = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(vtable));
            return 4 + (2 * slot) < size ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(vtable + 4 + (2 * slot))) : 0;
        }
    }
}
