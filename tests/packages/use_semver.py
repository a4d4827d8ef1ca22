import semver

version = semver.VersionInfo.parse('3.4.5-pre.2+build.4')
print(version, version.bump_minor(), version.bump_prerelease(), semver.compare('1.0.0', '2.0.0-rc.1'), semver.max_ver('1.0.0', '1.0.1'), version.match('>=3.4.0'), version.to_dict(), semver.VersionInfo.isvalid('1.2'))
try:
    semver.parse_version_info('1.x')
except ValueError as error:
    print(error)
