// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.ownership.NodeName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.convert.DisabledListDelimiterHandler;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.commons.configuration2.tree.ImmutableNode;

/** Reads a {@code domainsharing.xml} as a start of James does. */
final class Xml {
    /** The source tree: tests run in their module's folder. */
    static final Path ROOT = Path.of("..");

    private static final NodeName HOST_NAME = new NodeName("mx1.example.com");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env:\\w+|file:UTF-8:/run/secrets/\\w+)}");

    private Xml() {}

    static DomainSharingConfiguration parse(String xml) throws Exception {
        return parse(load(xml));
    }

    static DomainSharingConfiguration parse(HierarchicalConfiguration<ImmutableNode> file)
            throws BadConfigurationException {
        return DomainSharingConfiguration.from(file, HOST_NAME);
    }

    /** As James's FileConfigurationProvider reads a file. */
    static HierarchicalConfiguration<ImmutableNode> load(String xml) throws Exception {
        XMLConfiguration configuration = new XMLConfiguration();
        configuration.setListDelimiterHandler(new DisabledListDelimiterHandler());
        new FileHandler(configuration).load(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        return configuration;
    }

    /** With a secret where one is taken from the environment or a file. */
    static String withoutReferences(String xml) {
        return REFERENCE.matcher(xml).replaceAll("ThisIsASharedSecret");
    }
}
