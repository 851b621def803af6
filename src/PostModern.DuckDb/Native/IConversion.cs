namespace PostModern.DuckDb.Native;

/// <summary>One value's way from one form to another; static, so that the loop around it is compiled for it.</summary>
internal interface IConversion<TFrom, TTo>
{
    static abstract TTo Convert(TFrom value);
}
