from packaging import markers, requirements, specifiers, tags, utils, version

print(sorted(map(version.Version, ['1.0', '1.0.dev1', '1.0a2', '1.0.post1', '1!0.5', '1.0rc1', '1.0+local'])), version.parse('2.0.1b3').release, version.Version('1.2.3').is_prerelease)
spec = specifiers.SpecifierSet('>=1.0,!=1.3.*,<2')
print([v for v in ('0.9', '1.0', '1.3.5', '1.9', '2.0', '1.5a1') if v in spec], list(spec.filter(['1.1', '2.1'])), '1.5' in specifiers.SpecifierSet('~=1.4.2'), utils.canonicalize_name('Foo.Bar_baz'))
requirement = requirements.Requirement('name[a,b]>=1.2; python_version < "4" and extra == "x"')
print(requirement.name, sorted(requirement.extras), requirement.specifier, requirement.marker, requirement.marker.evaluate({'extra': 'x'}), markers.Marker('os_name == "nt"').evaluate())
for bad in 'x y', 'a>=', 'a; nope == 1':
    try:
        requirements.Requirement(bad)
    except requirements.InvalidRequirement as error:
        print(str(error).split('\n')[0])
print([str(tag) for tag in tags.cpython_tags((3, 14), abis=['cp314'], platforms=['any'])][:3], utils.parse_wheel_filename('pip-18.0-py3-none-any.whl')[:2])
