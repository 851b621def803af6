using System.Runtime.InteropServices;

namespace PostModern.Arrow.Arrays;

/// <summary>A calendar interval as Arrow lays it out: 16 bytes, the three parts independent of each other.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MonthDayNano(int Months, int Days, long Nanoseconds);
