namespace PostModern.Arrow.Types;

/// <summary>A column of nothing but nulls, without buffers.</summary>
public sealed record NullType : ArrowType;

/// <summary>One bit a value, least significant bit first.</summary>
public sealed record BooleanType : ArrowType;

/// <summary>An integer of 8, 16, 32 or 64 bits.</summary>
/// <param name="BitWidth">8, 16, 32 or 64.</param>
/// <param name="IsSigned">Two's complement when true.</param>
public sealed record IntType(int BitWidth, bool IsSigned) : ArrowType;

/// <summary>An IEEE 754 number of 16, 32 or 64 bits.</summary>
/// <param name="BitWidth">16, 32 or 64.</param>
public sealed record FloatType(int BitWidth) : ArrowType;

/// <summary>A two's complement integer scaled by 10^-<paramref name="Scale"/>.</summary>
/// <param name="Precision">Decimal digits in all.</param>
/// <param name="Scale">Digits after the point.</param>
/// <param name="BitWidth">32, 64, 128 or 256.</param>
public sealed record DecimalType(int Precision, int Scale, int BitWidth = 128) : ArrowType;

/// <summary>Utf-8 text.</summary>
/// <param name="OffsetBits">32, or 64 for LargeUtf8.</param>
public sealed record StringType(int OffsetBits = 32) : ArrowType;

/// <summary>Bytes of any length.</summary>
/// <param name="OffsetBits">32, or 64 for LargeBinary.</param>
public sealed record BinaryType(int OffsetBits = 32) : ArrowType;

/// <summary>Bytes of one length.</summary>
/// <param name="ByteWidth">Bytes a value.</param>
public sealed record FixedSizeBinaryType(int ByteWidth) : ArrowType;
