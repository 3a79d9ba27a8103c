# bash completion for hongtou(1)
_hongtou()
{
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= word
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case $word in
		render|check|conform|fit|diff|preview|config|fonts|compact|sign|verify|archive|extract|rebuild) command=$word ;;
		esac
	done
	case $previous in
	-W) mapfile -t COMPREPLY < <(compgen -W 'error' -- "$current"); return ;;
	--lang) mapfile -t COMPREPLY < <(compgen -W 'zh en' -- "$current"); return ;;
	--retention) mapfile -t COMPREPLY < <(compgen -W '永久 30年 10年' -- "$current"); return ;;
	--level) mapfile -t COMPREPLY < <(compgen -W 'b-b b-t b-lt b-lta' -- "$current"); return ;;
	--use|--template-dir|--trust) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
	-o|--output|--key|--certificate|--module|--pass-file|--seal|--electronic-seal|--with)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		return ;;
	esac
	case $current in
	--dump=*|--dump) mapfile -t COMPREPLY < <(compgen -W '--dump=model --dump=lines --dump=table --dump=pages' -- "$current"); return ;;
	-*)
		local options='--help --version --json --lang -W --template-dir'
		case $command in
		archive) options+=' --name --with --item-number --retention --archive-code --pages --number --title --issuer --date --year --from --to --most --reason --head --trust --without-signatures --within --timestamp --wait' ;;
		render) options+=' -o --output --dump= --pass-fd --extracted' ;;
		sign) options+=' -o --output --key --certificate --module --pass-fd --pass-file --field --invisible --seal --diameter --electronic-seal
			--level --timestamp --trust --reason --location --date --room --renew' ;;
		verify) options+=' -o --output --trust --at --extract-revision' ;;
		compact) options+=' -o --output' ;;
		extract) options+=' --list --force' ;;
		rebuild) options+=' -o --output --verify' ;;
		diff) options+=' -o --output --changes-page --exit-code' ;;
		preview) options+=' -o --output --dpi' ;;
		config) options+=' --show-origin' ;;
		fonts) options+=' --use' ;;
		esac
		mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
		return ;;
	esac
	if [ -z "$command" ]; then
		mapfile -t COMPREPLY < <(compgen -W 'render check conform fit diff preview config fonts compact sign verify archive extract rebuild' -- "$current")
	elif [ "$command" = archive ]; then
		if [ "$previous" = archive ]; then
			mapfile -t COMPREPLY < <(compgen -W 'init add list show search supersede verify head renew export' -- "$current")
		else
			compopt -o filenames
			mapfile -t COMPREPLY < <(compgen -f -- "$current")
		fi
	else
		local kind=ini
		case $command in
		compact|sign|verify|extract|rebuild) kind=pdf ;;
		esac
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -d -- "$current"; compgen -f -X "!*.$kind" -- "$current")
	fi
}
complete -F _hongtou hongtou
