// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Looks references up as the JVM does: in the class, then in its super types. Of a class path, without loading any class. */
final class Linker {
    /** What came of it. */
    enum Outcome {
        FOUND,
        /** Its class is there, and so are all super types, and none of them has it; or it is private, or of another kind. */
        BROKEN,
        /** Its class is not on this class path, or one of the super types that might have it. */
        UNKNOWN
    }

    private final ClassLoader classPath;
    private final Map<String, Optional<Type>> types = new HashMap<>();

    /** The Java platform's own classes are found through the parent of {@code classPath}. */
    Linker(ClassLoader classPath) {
        this.classPath = classPath;
    }

    Outcome link(Reference reference) {
        Optional<Type> owner = type(reference.owner());
        if (owner.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        if (reference.kind() == Reference.Kind.CLASS) {
            return Outcome.FOUND;
        }
        boolean asInterface = reference.kind() == Reference.Kind.INTERFACE_METHOD;
        if (reference.kind() != Reference.Kind.FIELD && owner.get().isInterface() != asInterface) {
            return Outcome.BROKEN;
        }
        boolean complete = true;
        for (String name : withSuperTypes(reference.owner())) {
            Optional<Type> type = type(name);
            Integer access =
                    type.map(found -> found.members().get(reference.member())).orElse(null);
            if (access != null) {
                return (access & Opcodes.ACC_PRIVATE) == 0 ? Outcome.FOUND : Outcome.BROKEN;
            }
            complete &= type.isPresent();
        }
        return complete ? Outcome.BROKEN : Outcome.UNKNOWN;
    }

    /** Abstract methods of super types that neither this class nor any super type implements: each call would fail. */
    List<String> unimplemented(String name) {
        Type self = type(name).orElseThrow();
        if ((self.access() & Opcodes.ACC_ABSTRACT) != 0) {
            return List.of();
        }
        Set<String> implemented = new HashSet<>();
        Set<String> required = new HashSet<>();
        for (String each : withSuperTypes(name)) {
            type(each).ifPresent(type -> type.members().forEach((member, access) -> {
                if ((access & Opcodes.ACC_ABSTRACT) != 0) {
                    required.add(member);
                } else {
                    implemented.add(member);
                }
            }));
        }
        required.removeAll(implemented);
        return required.stream().map(member -> name + '.' + member).sorted().toList();
    }

    /** Super classes first, as the JVM looks. */
    private Set<String> withSuperTypes(String name) {
        Set<String> all = new LinkedHashSet<>();
        Deque<String> interfaces = new ArrayDeque<>();
        Optional<String> next = Optional.of(name);
        while (next.isPresent()) {
            all.add(next.get());
            Optional<Type> type = type(next.get());
            type.ifPresent(found -> interfaces.addAll(found.interfaces()));
            next = type.flatMap(Type::superName);
        }
        while (!interfaces.isEmpty()) {
            String each = interfaces.remove();
            if (all.add(each)) {
                type(each).ifPresent(found -> interfaces.addAll(found.interfaces()));
            }
        }
        return all;
    }

    private Optional<Type> type(String name) {
        return types.computeIfAbsent(name, this::read);
    }

    private Optional<Type> read(String name) {
        try (InputStream in = classPath.getResourceAsStream(name + ".class")) {
            return in == null ? Optional.empty() : Optional.of(Type.of(new ClassReader(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private record Type(int access, Optional<String> superName, List<String> interfaces, Map<String, Integer> members) {
        static Type of(ClassReader reader) {
            Map<String, Integer> members = new HashMap<>();
            reader.accept(
                    new ClassVisitor(Opcodes.ASM9) {
                        @Override
                        public @Nullable MethodVisitor visitMethod(
                                int access,
                                String name,
                                String descriptor,
                                @Nullable String signature,
                                String @Nullable [] exceptions) {
                            members.put(name + descriptor, access);
                            return null;
                        }

                        @Override
                        public @Nullable FieldVisitor visitField(
                                int access,
                                String name,
                                String descriptor,
                                @Nullable String signature,
                                @Nullable Object value) {
                            members.put(name + ':' + descriptor, access);
                            return null;
                        }
                    },
                    ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return new Type(
                    reader.getAccess(),
                    Optional.ofNullable(reader.getSuperName()),
                    List.of(reader.getInterfaces()),
                    Map.copyOf(members));
        }

        boolean isInterface() {
            return (access & Opcodes.ACC_INTERFACE) != 0;
        }
    }
}
