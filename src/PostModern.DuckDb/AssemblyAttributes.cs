using System.Runtime.CompilerServices;

// Every native signature here is blittable; anything that would need marshalling fails to compile.
[assembly: DisableRuntimeMarshalling]
