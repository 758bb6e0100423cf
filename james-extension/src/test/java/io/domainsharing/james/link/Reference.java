// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james.link;

/**
 * What a class file refers to: a class, or a member of one.
 *
 * @param owner the class in its internal form, such as {@code java/lang/String}
 * @param member name and descriptor of a method, or name, colon and descriptor of a field; empty for the class itself
 * @param kind how the member is referred to
 */
record Reference(String owner, String member, Kind kind) implements Comparable<Reference> {
    enum Kind {
        CLASS,
        FIELD,
        METHOD,
        INTERFACE_METHOD
    }

    @Override
    public int compareTo(Reference other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return member.isEmpty() ? owner : owner + '.' + member;
    }
}
