// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james.link;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;

/** The constant pool of a class file: all that it names, whether in code, signatures, annotations or strings. */
final class ClassFile {
    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int FIELD = 9;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;

    private final ClassReader reader;

    ClassFile(byte[] bytes) {
        reader = new ClassReader(bytes);
    }

    ClassReader reader() {
        return reader;
    }

    String name() {
        return reader.getClassName();
    }

    /** Classes, fields and methods; not those of array types, which need no class of their own. */
    Set<Reference> references() {
        Set<Reference> references = new TreeSet<>();
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int index = 1; index < reader.getItemCount(); index++) {
            int item = reader.getItem(index);
            // The second half of a long or a double has none.
            if (item == 0) {
                continue;
            }
            switch (reader.readByte(item - 1)) {
                case CLASS -> add(references, reader.readUTF8(item, buffer), "", Reference.Kind.CLASS);
                case FIELD -> member(references, item, buffer, ":", Reference.Kind.FIELD);
                case METHOD -> member(references, item, buffer, "", Reference.Kind.METHOD);
                case INTERFACE_METHOD -> member(references, item, buffer, "", Reference.Kind.INTERFACE_METHOD);
                default -> {}
            }
        }
        return references;
    }

    /** Every text of the constant pool. */
    Set<String> texts() {
        Set<String> texts = new TreeSet<>();
        for (int index = 1; index < reader.getItemCount(); index++) {
            int item = reader.getItem(index);
            if (item != 0 && reader.readByte(item - 1) == UTF8) {
                byte[] bytes = new byte[reader.readUnsignedShort(item)];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) reader.readByte(item + 2 + i);
                }
                texts.add(new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private void member(Set<Reference> references, int item, char[] buffer, String separator, Reference.Kind kind) {
        int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
        add(
                references,
                reader.readClass(item, buffer),
                reader.readUTF8(nameAndType, buffer) + separator + reader.readUTF8(nameAndType + 2, buffer),
                kind);
    }

    private static void add(Set<Reference> references, String owner, String member, Reference.Kind kind) {
        if (!owner.startsWith("[")) {
            references.add(new Reference(owner, member, kind));
        }
    }
}
