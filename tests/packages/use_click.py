import click
from click.testing import CliRunner


@click.group()
@click.option('--verbose/--quiet', default=False, help='Say more.')
@click.version_option('1.2')
@click.pass_context
def cli(ctx, verbose):
    """Tool for things."""
    ctx.obj = verbose


@cli.command()
@click.argument('names', nargs=-1, required=True)
@click.option('-n', '--times', type=click.IntRange(1, 3), default=1, show_default=True, envvar='TIMES')
@click.option('--shout', is_flag=True)
@click.option('--color', type=click.Choice(['red', 'green']))
@click.pass_obj
def hello(verbose, names, times, shout, color):
    """Greets NAMES."""
    for name in names * times:
        click.secho(f'Hello {name.upper() if shout else name}!', fg=color)
    if verbose:
        click.echo('done')


@cli.command()
@click.option('--age', prompt=True, type=int)
@click.confirmation_option(prompt='Sure?')
def ask(age):
    click.echo(f'{age + 1}')


runner = CliRunner()
for args, kwargs in [(['--help'], {}), (['hello', '--help'], {}), (['--verbose', 'hello', 'a', 'b', '-n', '2', '--shout', '--color', 'red'], {'color': True}), (['hello'], {}),
                     (['hello', 'x', '-n', '9'], {}), (['hello', 'x', '--color', 'blue'], {}), (['helo'], {}), (['ask'], {'input': 'x\n41\ny\n'}), (['ask'], {'input': '1\nn\n'}), (['--version'], {})]:
    result = runner.invoke(cli, args, prog_name='tool', **kwargs)
    print(args, result.exit_code, repr(result.output))
