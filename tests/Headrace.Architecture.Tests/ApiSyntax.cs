using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Headrace.Architecture.Tests;

/// <summary>Types and members written nearly as in C#: what a change of changes the text, and nothing else does.</summary>
internal static class ApiSyntax
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(char)] = "char", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    /// <summary>The line of a type.</summary>
    internal static string Header(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type)) return $"delegate {Method(type.GetMethod("Invoke")!).Replace("Invoke", Name(type), StringComparison.Ordinal)}";
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";
        string modifiers = type.IsEnum || type.IsInterface ? "" : type.IsValueType
            ? (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "")
            : type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        if (type.GetMethod("<Clone>$") is not null || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null)) kind = kind == "class" ? "record" : "record " + kind;
        string[] bases = [.. Bases(type)];
        return $"{modifiers}{kind} {Name(type)}{(bases.Length == 0 ? "" : " : " + string.Join(", ", bases))}";
    }

    /// <summary>The line of a field.</summary>
    internal static string Field(FieldInfo field) =>
        $"{(field.IsFamily ? "protected " : "")}{(field.IsLiteral ? "const " : field.IsStatic ? "static readonly " : field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType, Nullability.Create(field))} {field.Name}"
        + (field.IsLiteral ? " = " + Value(field.GetRawConstantValue()) : "");

    /// <summary>The line of a property.</summary>
    internal static string Property(PropertyInfo property)
    {
        MethodInfo first = property.GetAccessors(true)[0];
        string index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"this[{string.Join(", ", parameters.Select(Parameter))}]" : property.Name;
        return $"{Modifiers(first)}{Name(property.PropertyType, Nullability.Create(property))} {index} {{ {Accessor(property.GetMethod, "get")}{Accessor(property.SetMethod, IsInit(property) ? "init" : "set")}}}";
    }

    /// <summary>The line of a method or constructor.</summary>
    internal static string Method(MethodBase method)
    {
        string parameters = string.Join(", ", method.GetParameters().Select(Parameter));
        if (method is not MethodInfo { ReturnParameter: { } returned } info) return $"{Modifiers(method)}{NameOf(method.DeclaringType!)}({parameters})";
        string generic = info.IsGenericMethod ? $"<{string.Join(", ", info.GetGenericArguments().Select(one => one.Name))}>" : "";
        string self = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{Modifiers(method)}{Name(returned.ParameterType, Nullability.Create(returned))} {method.Name}{generic}({self}{parameters})";
    }

    /// <summary>A type's name, with its arguments.</summary>
    internal static string Name(Type type, NullabilityInfo? nullability = null)
    {
        string mark = nullability is { ReadState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "";
        if (type.IsByRef) return Name(type.GetElementType()!, nullability?.ElementType);
        if (type.IsPointer) return Name(type.GetElementType()!) + "*";
        if (type.IsArray) return $"{Name(type.GetElementType()!, nullability?.ElementType)}[]{mark}";
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        if (Keywords.TryGetValue(type, out string? keyword)) return keyword + mark;
        string name = type.IsNested && !type.IsGenericParameter ? $"{NameOf(type.DeclaringType!)}.{NameOf(type)}" : NameOf(type);
        if (!type.IsGenericType) return name + mark;
        Type[] arguments = type.GetGenericArguments();
        NullabilityInfo[] states = nullability?.GenericTypeArguments ?? [];
        return $"{name}<{string.Join(", ", arguments.Select((one, i) => Name(one, i < states.Length ? states[i] : null)))}>{mark}";
    }

    /// <summary>The types that a type is put together of: itself, its element, its arguments.</summary>
    internal static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        return type.IsGenericParameter ? [] : type.GetGenericArguments().SelectMany(Parts).Append(type);
    }

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum)) yield return Name(parent);
        if (type.IsEnum && Enum.GetUnderlyingType(type) is { } underlying && underlying != typeof(int)) yield return Name(underlying);
        if (type.IsEnum) yield break;
        IEnumerable<Type> inherited = type.BaseType?.GetInterfaces() ?? [];
        foreach (string name in type.GetInterfaces().Except(inherited).Where(one => one.IsPublic && one.Name != "IEquatable`1").Select(one => Name(one)).Order(StringComparer.Ordinal)) yield return name;
    }

    private static string Modifiers(MethodBase method) =>
        (method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "")
        + (method.IsStatic ? "static " : method.DeclaringType!.IsInterface ? "" : method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "");

    private static string Accessor(MethodInfo? method, string word) =>
        method is null || !(method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) ? "" : method.IsPublic ? word + "; " : $"protected {word}; ";

    private static bool IsInit(PropertyInfo property) => property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private static string Parameter(ParameterInfo parameter)
    {
        string way = parameter.ParameterType.IsByRef ? parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref " : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        string name = Name(parameter.ParameterType, Nullability.Create(parameter));
        return $"{way}{name} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Value(parameter.RawDefaultValue) : "")}";
    }

    private static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
