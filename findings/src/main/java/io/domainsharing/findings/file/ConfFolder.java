// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.builder.FileBasedConfigurationBuilder;
import org.apache.commons.configuration2.builder.fluent.Parameters;
import org.apache.commons.configuration2.convert.DefaultListDelimiterHandler;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.filesystem.FileSystemImpl;

/** A {@code conf/} folder, whatever it is called, whose files are read by James's own classes. */
public record ConfFolder(Path path) {
    public ConfFolder {
        path = path.toAbsolutePath().normalize();
    }

    public boolean has(String file) {
        return Files.isRegularFile(path.resolve(file));
    }

    /** As James itself has it when it starts with this folder, but for what opens other files or asks other machines. */
    public ConfigurationProvider provider() {
        return new XmlFiles(path);
    }

    /** Where James would find files by URL. */
    FileSystem fileSystem() {
        return new FileSystemImpl(directories());
    }

    /** Reads an XML file; its name without the ending. */
    public HierarchicalConfiguration<ImmutableNode> xml(String name) throws ConfigurationException {
        return provider().getConfiguration(name);
    }

    /** Reads a file of properties, commas between the values of a list; follows no {@code include}. */
    PropertiesConfiguration properties(String file) throws ConfigurationException {
        PropertiesConfiguration properties = new FileBasedConfigurationBuilder<>(PropertiesConfiguration.class)
                .configure(new Parameters()
                        .properties()
                        .setIncludesAllowed(false)
                        .setListDelimiterHandler(new DefaultListDelimiterHandler(','))
                        .setFile(path.resolve(file).toFile()))
                .getConfiguration();
        properties.installInterpolator(XmlFiles.LOOKUPS, List.of());
        return properties;
    }

    /** James's own folder. */
    Path root() {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private JamesDirectoriesProvider directories() {
        return new JamesDirectoriesProvider() {
            @Override
            public String getAbsoluteDirectory() {
                return "/";
            }

            @Override
            public String getConfDirectory() {
                return path.toString();
            }

            @Override
            public String getVarDirectory() {
                return root().resolve("var").toString();
            }

            @Override
            public String getRootDirectory() {
                return root().toString();
            }
        };
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
